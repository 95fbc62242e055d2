using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Storage.Sqlite;

namespace MnistBlazor.Runs;

/// <summary>What a backup does with files beside the store's.</summary>
internal static class BackupFiles
{
    private const string Unfinished = DataDirectory.Unfinished, Staged = ".backup" + Unfinished;

    /// <summary>Where a backup is written before it has its name: beside it, so that it only has to be renamed.</summary>
    public static string Staging(string target) =>
        Path.Combine(Path.GetDirectoryName(target) ?? target, $".{Path.GetFileName(target)}{Staged}");

    /// <summary>Removes what backups left in a folder that were killed: those that nobody writes.</summary>
    public static void RemoveAbandoned(string folder)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var staged in Directory.EnumerateDirectories(folder, ".*" + Staged))
        {
            using var other = new DataDirectory(staged);
            if (other.TryClaim()) Remove(staged);
        }
    }

    /// <summary>Whether a folder is another or lies in it, by whatever links one gets there.</summary>
    public static bool IsWithin(string folder, string other)
    {
        var relative = Path.GetRelativePath(Real(other), Real(folder));
        return relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && !Path.IsPathRooted(relative);
    }

    /// <exception cref="IOException">The disk of a folder, which need not be there, has not so many bytes left.</exception>
    public static void NeedRoom(string folder, long bytes)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent) folder = parent;
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < bytes)
            throw new IOException($"The disk of {folder} has no room: {free >> 20} MB are free, {(bytes >> 20) + 1} MB are needed.");
    }

    public static long Bytes(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0);

    public static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>Copies what is not there, each file whole or not at all; not the store, nor what is unfinished.</summary>
    /// <param name="wanted">Told a file's path in the source.</param>
    /// <param name="copied">The files made here are added, also when a later one fails.</param>
    public static void CopyMissing(SqliteDialect store, string source, string target, Func<string, bool> wanted, List<string> copied)
    {
        // A data set counts from the moment its description is there: that comes last.
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).OrderBy(IsDescription))
        {
            var name = Path.GetRelativePath(source, file);
            var own = store.IsOwn(name) || name is DataDirectory.LockFile or BackupMark.FileName || IsUnfinished(name);
            var destination = Path.Combine(target, name);
            if (own || !wanted(name) || File.Exists(destination)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
            try
            {
                Copy(file, destination);
                copied.Add(destination);
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException && !File.Exists(file))
            {
                // The server has just removed it.
            }
        }
    }

    private static bool IsDescription(string file) => file.EndsWith(".json", StringComparison.Ordinal);

    private static void Copy(string file, string destination)
    {
        var part = destination + Unfinished;
        try
        {
            File.Copy(file, part, overwrite: true);
            File.Move(part, destination);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    private static bool IsUnfinished(string name) =>
        name.Split(Path.DirectorySeparatorChar).Any(part => part.EndsWith(Unfinished, StringComparison.Ordinal));

    // Links are followed as far as there is anything.
    private static string Real(string path)
    {
        path = Path.GetFullPath(path).TrimEnd(Path.DirectorySeparatorChar);
        if (path.Length == 0) return Path.DirectorySeparatorChar.ToString();
        if (Directory.Exists(path) && new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } target)
            return Real(target.FullName);
        return Path.GetDirectoryName(path) is { } parent ? Path.Combine(Real(parent), Path.GetFileName(path)) : path;
    }
}
