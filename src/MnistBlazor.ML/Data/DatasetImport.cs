namespace MnistBlazor.ML.Data;

/// <summary>What was brought along, in short.</summary>
/// <param name="Bytes">On the disk.</param>
public sealed record ImportedDataset(IReadOnlyList<string> ClassNames, int TrainCount, int TestCount, long Bytes);

/// <summary>Takes in a data set that somebody brings along.</summary>
public static class DatasetImport
{
    /// <summary>
    /// Reads what <see cref="DatasetReader"/> reads and writes it to a folder as IDX files: from then on it is a data set like any other.
    /// </summary>
    /// <param name="files">The files with the names that their owner gave them: one zip archive, or the IDX files.</param>
    /// <param name="folder">Where the data set goes; created when missing.</param>
    /// <param name="drawings">Scale and centre each image as MNIST's are, so that they look like what is drawn on the pad.</param>
    /// <exception cref="DatasetException">
    /// Something in it is damaged, missing or too large; the message names the file and what was expected.
    /// </exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static ImportedDataset Import(
        IReadOnlyList<(string Name, string Path)> files, string folder, DatasetBounds bounds, bool drawings,
        IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        using var opened = DatasetFiles.Uploaded(files, bounds);
        var name = files.Count == 1 ? files[0].Name : string.Join(", ", files.Take(4).Select(file => file.Name));
        var content = DatasetReader.Read(opened, name, progress, cancellation);
        if (drawings) content = content.AsDrawings(cancellation);
        IdxWriter.Write(content, folder);
        var bytes = new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
        return new(content.ClassNames, content.Train.Count, content.Test.Count, bytes);
    }
}
