using System.IO.Compression;

namespace MnistBlazor.ML.Data;

/// <summary>Packs a data set to be taken along.</summary>
public static class DatasetArchive
{
    /// <summary>A zip archive of MNIST's four IDX files and a <c>classes.txt</c>: what can be brought along again.</summary>
    public static void Write(ImageDataset dataset, Stream stream, CancellationToken cancellation = default) =>
        Write(new DatasetContent(dataset.ClassNames, dataset.Train, dataset.Test), stream, cancellation);

    /// <summary>The same of images none of which is said to test: two IDX files instead of four.</summary>
    public static void Write(IReadOnlyList<string> classNames, ImageSplit images, Stream stream) =>
        Write(new DatasetContent(classNames, images, new(default, default, classNames.Count)), stream, CancellationToken.None);

    private static void Write(DatasetContent content, Stream stream, CancellationToken cancellation)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, write) in IdxWriter.Files(content))
        {
            cancellation.ThrowIfCancellationRequested();
            using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
            write(entry);
        }
    }
}
