using System.IO.Compression;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Tests.Data.Import;

/// <summary>Files as somebody might bring them, and what is found in them. They go with the object.</summary>
internal sealed class BroughtFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("brought-").FullName;
    private readonly List<DatasetFiles> _opened = [];

    public string Folder => _folder;

    public static byte[] Png { get; } = PngBytes.Grey(28, 28, (x, y) => (byte)(x + y));

    public void Dispose()
    {
        _opened.ForEach(files => files.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A file of a name and content.</summary>
    public (string Name, string Path) Saved(string name, byte[] content)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("n"));
        File.WriteAllBytes(path, content);
        return (name, path);
    }

    /// <summary>One of the small files in <c>Data/Import/files</c>.</summary>
    public (string Name, string Path) Committed(string name) =>
        Saved(name, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "Import", "files", name)));

    public (string Name, string Path) Zip(string name, params (string Name, byte[] Content)[] entries) => Saved(name, ZipOf(entries));

    /// <summary>A zip of pictures in these places.</summary>
    public (string Name, string Path) Pictures(params string[] paths) => Zip("set.zip", [.. paths.Select(path => (path, Png))]);

    public static byte[] ZipOf(params (string Name, byte[] Content)[] entries)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }
        return memory.ToArray();
    }

    /// <param name="files">As they were uploaded.</param>
    public FoundDataset Find(params (string Name, string Path)[] files) => Find(new(), null, files);

    public FoundDataset Find(DatasetBounds bounds, string? part, params (string Name, string Path)[] files)
    {
        var opened = DatasetFiles.Uploaded(files, bounds);
        _opened.Add(opened);
        return DatasetFinder.Find(opened, files[0].Name, part, null, CancellationToken.None);
    }

    /// <returns>Code and file of the refusal: of what was found, or of the first image that cannot be read.</returns>
    public (string Code, string File) Refused(DatasetBounds bounds, params (string Name, string Path)[] files)
    {
        var error = Assert.Throws<DatasetException>(() =>
        {
            foreach (var image in Find(bounds, null, files).Images) image.Read();
        });
        return (error.Code, error.File);
    }

    public (string Code, string File) Refused(params (string Name, string Path)[] files) => Refused(new(), files);
}
