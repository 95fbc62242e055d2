using System.IO.Compression;

namespace MnistBlazor.ML.Data;

/// <summary>Packs a data set to be taken along.</summary>
public static class DatasetArchive
{
    /// <summary>A zip archive of MNIST's four IDX files and a <c>classes.txt</c>: what can be brought along again.</summary>
    public static void Write(ImageDataset dataset, Stream stream, CancellationToken cancellation = default)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, write) in IdxWriter.Files(new(dataset.ClassNames, dataset.Train, dataset.Test)))
        {
            cancellation.ThrowIfCancellationRequested();
            using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
            write(entry);
        }
    }
}
