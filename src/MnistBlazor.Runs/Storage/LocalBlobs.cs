using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage;

/// <summary>Blobs as files in the data directory, under their names.</summary>
internal sealed class LocalBlobs(DataDirectory directory) : IRunBlobs
{
    public void Write(string name, byte[] bytes)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + DataDirectory.Unfinished;
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    public byte[]? Read(string name)
    {
        try
        {
            return File.ReadAllBytes(PathOf(name));
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public IReadOnlyList<Blob> List(string folder)
    {
        var root = new DirectoryInfo(PathOf(folder));
        if (!root.Exists) return [];
        return [.. root.EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => (
                Name: Path.GetRelativePath(directory.Root, file.FullName).Replace(Path.DirectorySeparatorChar, '/'), file.Length))
            .Where(file => !file.Name.Split('/').Any(part => part.EndsWith(DataDirectory.Unfinished, StringComparison.Ordinal)))
            .Select(file => new Blob(file.Name, file.Length))];
    }

    public IReadOnlyList<string> Folders(string folder)
    {
        var root = new DirectoryInfo(PathOf(folder));
        if (!root.Exists) return [];
        return [.. root.EnumerateDirectories().Select(inner => WithoutEnd(inner.Name)).Distinct()];
    }

    public void Delete(string name)
    {
        var path = PathOf(name);
        if (File.Exists(path)) File.Delete(path);
    }

    public void DeleteFolder(string folder)
    {
        var (path, going) = (PathOf(folder), PathOf(folder) + DataDirectory.Unfinished);
        Remove(going);
        if (!Directory.Exists(path)) return;
        // Out of sight at once, then file by file.
        Directory.Move(path, going);
        Remove(going);
    }

    public void TakeIn(string folder, string source)
    {
        var path = PathOf(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.Move(source, path);
    }

    public string LocalFolder(string folder) => PathOf(folder);

    // What stays is out of sight, and listed as a folder that is to be removed again.
    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string WithoutEnd(string name) =>
        name.EndsWith(DataDirectory.Unfinished, StringComparison.Ordinal) ? name[..^DataDirectory.Unfinished.Length] : name;

    private string PathOf(string name) => Path.Combine([directory.Root, .. BlobName.Parts(name)]);
}
