namespace MnistBlazor.ML.Data;

/// <summary>How far loading a data set has come.</summary>
/// <param name="Stage"><c>looking</c>, <c>downloading</c>, <c>checking</c>, <c>reading</c> or <c>drawing</c>.</param>
/// <param name="File">The file at hand; null while looking.</param>
/// <param name="Bytes">Bytes of that file done so far; of a folder of images, and of digits that are drawn, the images.</param>
/// <param name="TotalBytes">Its length, or the number of images; null: not known.</param>
public sealed record LoadProgress(string Stage, string? File, long Bytes, long? TotalBytes);
