namespace MnistBlazor.ML.Inspection;

/// <summary>
/// Where images lie along the directions in which a network's features differ most (principal components). The first two are the picture.
/// </summary>
/// <param name="Mean">[units] of the images' features.</param>
/// <param name="Axes">[units * components], unit by unit: directions of length 1, at right angles to each other.</param>
/// <param name="Coordinates">[images * components], image by image.</param>
/// <param name="Shares">
/// [components] of the variance, the largest first. The first two are turned to an earlier picture: together they hold what they held.
/// </param>
/// <param name="SameInLayer">
/// By class, the mean share of the nearest neighbours in the features themselves that are of the same class; null: no image of the class.
/// </param>
/// <param name="SameInPicture">The same among the points of the picture.</param>
public sealed record FeatureMap(
    float[] Mean, float[] Axes, float[] Coordinates, float[] Shares, double?[] SameInLayer, double?[] SameInPicture)
{
    public const int MostComponents = 50;

    /// <summary>Neighbours that are looked at.</summary>
    public const int Neighbours = 10;

    public int Components => Shares.Length;

    /// <summary>Of the variance, what the picture holds.</summary>
    public double PlaneShare => Shares.Take(2).Sum();
}
