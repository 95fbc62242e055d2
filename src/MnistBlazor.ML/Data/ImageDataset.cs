namespace MnistBlazor.ML.Data;

/// <summary>Labelled 28x28 grey images, split into training and test images. Lives as long as the app and is shared by everyone.</summary>
public sealed class ImageDataset(string id, string source, IReadOnlyList<string> classNames, ImageSplit train, ImageSplit test)
{
    public string Id { get; } = id;

    /// <summary><c>folder</c>, <c>data-directory</c>, <c>package</c> or <c>mirror</c>.</summary>
    public string Source { get; } = source;

    public IReadOnlyList<string> ClassNames { get; } = classNames;

    public ImageSplit Train { get; } = train;

    public ImageSplit Test { get; } = test;
}
