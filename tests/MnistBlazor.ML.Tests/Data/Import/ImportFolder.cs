using System.IO.Compression;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Tests.Data.Import;

/// <summary>Reads archives made in memory, and what becomes of them, in a folder of its own.</summary>
internal sealed class ImportFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public DatasetImport Read(
        IEnumerable<(string Name, byte[] Content)> entries, ImportChoices? choices = null, DatasetBounds? bounds = null)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("n"));
        using (var file = File.Create(path))
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }
        return DatasetImport.Read([("set.zip", path)], bounds ?? new(), choices ?? new(), null, CancellationToken.None);
    }

    /// <summary>The data set as it is once it counts.</summary>
    public async Task<ImageDataset> WrittenAsync(DatasetImport import, ImportChoices? choices = null)
    {
        var folder = Path.Combine(_folder, Guid.NewGuid().ToString("n"));
        import.Write(folder, choices ?? new(), null, CancellationToken.None);
        return await new DatasetStore(new()).LoadFolderAsync("own-1", "upload", folder);
    }

    /// <summary>All images with their labels, in no order that means anything.</summary>
    public static List<(int Label, byte[] Pixels)> All(ImageDataset set) =>
    [
        .. new[] { set.Train, set.Test }
            .SelectMany(split => Enumerable.Range(0, split.Count).Select(i => (split.Label(i), split.Pixels(i).ToArray()))),
    ];
}
