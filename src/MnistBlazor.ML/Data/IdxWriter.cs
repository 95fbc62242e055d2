using System.Buffers.Binary;
using System.Text;

namespace MnistBlazor.ML.Data;

/// <summary>
/// Writes a data set as MNIST's four IDX files and a <c>classes.txt</c>: what <see cref="StoredDataset"/>, PyTorch and others read.
/// </summary>
internal static class IdxWriter
{
    /// <param name="folder">Created when missing.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(DatasetContent content, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, write) in Files(content))
        {
            using var file = File.Create(Path.Combine(folder, name));
            write(file);
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>The files by their names, each with what writes it; none for a split without images.</summary>
    public static IEnumerable<(string Name, Action<Stream> Write)> Files(DatasetContent content)
    {
        foreach (var (name, split) in new[] { ("train", content.Train), ("t10k", content.Test) })
        {
            if (split.Count == 0) continue;
            yield return (
                name + "-images-idx3-ubyte", file => Write(file, [split.Count, ImageSplit.Height, ImageSplit.Width], split.AllPixels));
            yield return (name + "-labels-idx1-ubyte", file => Write(file, [split.Count], split.AllLabels));
        }
        yield return (StoredDataset.ClassFile, file => file.Write(Encoding.UTF8.GetBytes(string.Join('\n', content.ClassNames) + "\n")));
    }

    private static void Write(Stream file, ReadOnlySpan<int> dimensions, ReadOnlySpan<byte> elements)
    {
        Span<byte> header = stackalloc byte[4 + 4 * dimensions.Length];
        BinaryPrimitives.WriteInt32BigEndian(header, 0x800 | dimensions.Length);
        for (var axis = 0; axis < dimensions.Length; axis++)
            BinaryPrimitives.WriteInt32BigEndian(header[(4 + 4 * axis)..], dimensions[axis]);
        file.Write(header);
        file.Write(elements);
    }
}
