using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Evaluation;

/// <summary>What a network read when all images were moved or scaled alike.</summary>
/// <param name="Right">Images read right.</param>
/// <param name="Examples">What it took each of the examples for.</param>
public sealed record ShiftReading(int Right, byte[] Examples);

/// <summary>
/// How well a network reads test images that are not where, or not as large as, those that it was trained on. Place by place, so that
/// whoever shares the thread has it in between. It keeps a network and images: dispose it on the thread that it works on.
/// </summary>
public sealed class ShiftSurvey : IDisposable
{
    /// <summary>The images are moved by so many pixels at most, each way.</summary>
    public const int Reach = 8;

    /// <summary>Places along each side of the map.</summary>
    public const int Size = 2 * Reach + 1;

    private const int MostExamples = 20, ChunkSize = 1000, Side = ImageSplit.Width;

    private readonly Module<Tensor, Tensor> _network;
    private readonly Tensor _framed, _labels;

    /// <param name="count">The first so many test images are read: 1 to 10,000, or as many as there are.</param>
    /// <exception cref="ArgumentException">The count is out of its bounds, or this machine has no such device.</exception>
    /// <exception cref="FormatException">The weights are damaged.</exception>
    public ShiftSurvey(TrainedModel model, ImageDataset dataset, string device, int count)
    {
        if (count is < 1 or > 10_000) throw new ArgumentException($"1 to 10000 images, not {count}.");
        Count = Math.Min(count, dataset.Test.Count);
        // Spread over all of them: those of a learner's own may lie class by class.
        Examples = [.. Enumerable.Range(0, Math.Min(MostExamples, Count)).Select(i => i * Count / Math.Min(MostExamples, Count))];
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var test = dataset.OnDevice(device).Test;
        _framed = Framed(test.First(Count).Images).DetachFromDisposeScope();
        _labels = test.Labels.narrow(0, 0, Count).DetachFromDisposeScope();
        _network = model.ToNetwork(TorchRuntime.Device(device));
    }

    /// <summary>From the smallest to the largest; 1: as it is.</summary>
    public static IReadOnlyList<double> Scales { get; } = [0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4];

    /// <summary>Images that are read at each place.</summary>
    public int Count { get; }

    /// <summary>Test images of which every single answer is told.</summary>
    public IReadOnlyList<int> Examples { get; }

    /// <summary>All places of one row of the map.</summary>
    /// <param name="dy">Pixels that the images are moved down, -<see cref="Reach"/> to <see cref="Reach"/>.</param>
    /// <returns>[<see cref="Size"/>], from the furthest left to the furthest right.</returns>
    public ShiftReading[] Row(int dy, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(dy), Reach);
        var row = new ShiftReading[Size];
        for (var dx = -Reach; dx <= Reach; dx++)
        {
            cancellation.ThrowIfCancellationRequested();
            row[dx + Reach] = Read(() => Shifted(_framed, dx, dy));
        }
        return row;
    }

    /// <param name="scale">How many times as large as they are, from the middle; what comes in from outside is paper.</param>
    public ShiftReading Scaled(double scale)
    {
        if (scale is not (>= 0.1 and <= 10)) throw new ArgumentOutOfRangeException(nameof(scale), $"A scale is 0.1 to 10, not {scale}.");
        return Read(() =>
        {
            var theta = tensor(new[] { (float)(1 / scale), 0, 0, 0, (float)(1 / scale), 0 }).reshape(1, 2, 3).to(_framed.device);
            var grid = functional.affine_grid(theta.expand(Count, 2, 3), [Count, 1, Side, Side], align_corners: false);
            return functional.grid_sample(Shifted(_framed, 0, 0).reshape(-1, 1, Side, Side), grid, align_corners: false).reshape(Count, -1);
        });
    }

    public void Dispose()
    {
        _network.Dispose();
        _framed.Dispose();
        _labels.Dispose();
    }

    private ShiftReading Read(Func<Tensor> images)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var read = cat([.. images().split(ChunkSize).Select(chunk => _network.forward(chunk).argmax(1))], 0);
        var all = read.cpu().data<long>().ToArray();
        return new((int)read.eq(_labels).sum().item<long>(), [.. Examples.Select(index => (byte)all[index])]);
    }

    private static Tensor Framed(Tensor images)
    {
        #region cell: shift-frame
        // A frame of paper around each image, eight pixels wide.
        var pictures = images.reshape(-1, 1, 28, 28);
        var framed = functional.pad(pictures, [8, 8, 8, 8]);
        #endregion

        return framed;
    }

    private static Tensor Shifted(Tensor framed, int dx, int dy)
    {
        #region cell: shift
        // The window goes left and up, so what is in it goes right and down.
        var window = framed.narrow(2, 8 - dy, 28).narrow(3, 8 - dx, 28);
        var shifted = window.reshape(-1, 28 * 28);
        #endregion

        return shifted;
    }
}
