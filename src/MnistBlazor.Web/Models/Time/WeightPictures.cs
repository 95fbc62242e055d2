using MnistBlazor.ML.Evaluation;
using MnistBlazor.Web.Models.Drawing;

namespace MnistBlazor.Web.Models.Time;

/// <summary>Weights of a first layer as square images: of classes, hidden units or kernels.</summary>
/// <param name="Units">What each image is of, from 0.</param>
/// <param name="Images">Of each the weights, row by row.</param>
/// <param name="Strongest">The magnitude that takes the full colour.</param>
/// <param name="AreKernels">They are small squares, and not as large as the digits.</param>
public sealed record WeightPictures(IReadOnlyList<int> Units, IReadOnlyList<float[]> Images, float Strongest, bool AreKernels)
{
    /// <summary>As many are shown of a layer.</summary>
    public const int Most = 20;

    /// <summary>Of each colour: the images are sent with every move of the slider, and few shades take a third of the bytes.</summary>
    private const int Shades = 10;

    /// <summary>The units to follow: all of a few, else those with the strongest weights, by their number.</summary>
    public static IReadOnlyList<int> Choose(LayerWeights newest) =>
    [
        .. Enumerable.Range(0, newest.Units)
            .OrderByDescending(unit => newest.Units <= Most ? 0 : SquaresOf(newest.Of(unit))).Take(Most).Order(),
    ];

    /// <param name="newest">In whose colours the images are, so that weights that grow are seen to grow.</param>
    public static WeightPictures Of(LayerWeights layer, LayerWeights newest, IReadOnlyList<int> units)
    {
        var strongest = WeightColors.Strongest(ImagesOf(newest, units));
        var images = ImagesOf(layer, units);
        if (strongest > 0)
            foreach (var image in images) Round(image, strongest / Shades);
        return new(units, images, strongest, layer.Shape.Length == 4);
    }

    // The first layer sees grey images: a kernel of it has one channel.
    private static List<float[]> ImagesOf(LayerWeights layer, IReadOnlyList<int> units) =>
        [.. units.Select(unit => layer.Of(unit).ToArray())];

    private static void Round(float[] weights, float shade)
    {
        for (var i = 0; i < weights.Length; i++) weights[i] = MathF.Round(weights[i] / shade) * shade;
    }

    private static float SquaresOf(ReadOnlySpan<float> weights)
    {
        var sum = 0f;
        foreach (var weight in weights) sum += weight * weight;
        return sum;
    }
}
