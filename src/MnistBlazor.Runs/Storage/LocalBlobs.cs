using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage;

/// <summary>Blobs as files in the data directory, or in a folder that several machines share, under their names.</summary>
/// <param name="isShared">
/// Others write there at the same time, and what is taken in may come from another disk. Nobody claims the folder or tidies it up.
/// </param>
internal sealed class LocalBlobs(DataDirectory directory, bool isShared = false) : IRunBlobs
{
    // Of two that write the same name at the same time each writes a file of its own, and the last one stays.
    private readonly string _unfinished = isShared ? $".{RunId.New().Value}{DataDirectory.Unfinished}" : DataDirectory.Unfinished;

    public void Write(string name, byte[] bytes)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + _unfinished;
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
        if (isShared) TakeInFromAnotherDisk(source, path);
        else Directory.Move(source, path);
    }

    private void TakeInFromAnotherDisk(string source, string path)
    {
        // Out of all blobs' folders: half of it must not be listed.
        var arriving = Path.Combine(directory.Root, ".arriving", RunId.New().Value);
        try
        {
            foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(arriving, Path.GetRelativePath(source, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                using var from = File.OpenRead(file);
                using var to = new FileStream(copy, FileMode.CreateNew, FileAccess.Write);
                from.CopyTo(to);
                to.Flush(flushToDisk: true);
            }
            Directory.Move(arriving, path);
        }
        catch
        {
            Remove(arriving);
            throw;
        }
        Directory.Delete(source, recursive: true);
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
