using System.Security.Cryptography;
using MnistBlazor.ML.Data;

namespace MnistBlazor.ML.Training;

/// <summary>
/// What a run learns that goes on from another's weights: a few drawings, beside a sample of the data set so that it does not forget that.
/// First the last layer alone is trained, then all. The drawings travel in the run's checkpoints.
/// </summary>
/// <param name="Drawings">Which drawings: the <see cref="PrintOf"/> and the label of each, as <see cref="Of"/> writes them.</param>
/// <param name="Drawn">Images of an epoch that are drawings: each comes again and again, in turn.</param>
/// <param name="Mixed">Images of an epoch that are of the data set, the same in each epoch; 0: none.</param>
/// <param name="HeadEpochs">In the first so many epochs only the last layer learns.</param>
public sealed record FineTuning(string Drawings, int Drawn, int Mixed, int HeadEpochs)
{
    private const int MostImages = 10_000;

    internal int ImagesPerEpoch => Drawn + Mixed;

    /// <summary>What <see cref="Drawings"/> says of some drawings.</summary>
    public static string Of(ImageSplit drawings) =>
        string.Join(' ', Enumerable.Range(0, drawings.Count).Select(i => $"{PrintOf(drawings.Pixels(i))}={drawings.Label(i)}"));

    /// <summary>Whether a drawing is one of those that the run learns.</summary>
    /// <param name="pixels">784 bytes.</param>
    public bool Learns(ReadOnlySpan<byte> pixels) => Drawings.Contains(PrintOf(pixels) + '=', StringComparison.Ordinal);

    /// <summary>Eight digits that tell a drawing from others.</summary>
    private static string PrintOf(ReadOnlySpan<byte> pixels) => Convert.ToHexStringLower(SHA256.HashData(pixels).AsSpan(0, 4));

    /// <exception cref="ArgumentException">A value is out of its bounds; the message says which, and what is allowed.</exception>
    internal void Check(TrainingOptions options)
    {
        if (Drawn is < 1 or > MostImages) throw new ArgumentException($"1 to {MostImages} images of an epoch are drawings, not {Drawn}.");
        if (Mixed is < 0 or > MostImages)
            throw new ArgumentException($"0 to {MostImages} images of the data set are mixed in, not {Mixed}.");
        if (HeadEpochs < 0 || HeadEpochs > options.Epochs)
            throw new ArgumentException($"0 to {options.Epochs} epochs train the last layer alone, not {HeadEpochs}.");
        if (options.ValidationCount != 0) throw new ArgumentException("Of drawings none are held out.");
    }
}
