using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Storage.Sqlite;

namespace MnistBlazor.Runs;

/// <summary>
/// Copies a data directory while a server uses it, and puts back what a data directory lacks. Both are for the command line, in a
/// process of their own.
/// </summary>
public static class DataBackup
{
    /// <summary>
    /// Writes a copy of <paramref name="dataDirectory"/>, as it is at this moment, to the folder <paramref name="target"/>.
    /// </summary>
    /// <returns>Runs in the copy.</returns>
    /// <exception cref="IOException">The target is there already, or cannot be written.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no data directory.</exception>
    public static int Create(string dataDirectory, string target)
    {
        using var source = new DataDirectory(dataDirectory);
        using var copy = new DataDirectory(target);
        var store = Store(source);
        if (!store.Exists) throw new DirectoryNotFoundException($"There is no data directory {source.Root}.");
        if (Directory.Exists(copy.Root) && Directory.EnumerateFileSystemEntries(copy.Root).Any())
            throw new IOException($"The folder {copy.Root} is not empty: a backup is written to a new one.");
        Directory.CreateDirectory(copy.Root);

        // The store first: the files that it names exist already, and the newest checkpoint of a run is never removed.
        store.CopyTo(copy.Root);
        CopyMissing(store, source.Root, copy.Root, _ => true);
        using var context = Open(Store(copy));
        var there = new LocalBlobs(copy).List("runs").Select(blob => blob.Name).ToHashSet();
        var lost = context.Checkpoints.ToList().Where(row => !there.Contains(CheckpointFiles.Name(row.RunId, row.Step)));
        foreach (var row in lost) context.Remove(row);
        context.SaveChanges();
        return context.Runs.Count();
    }

    /// <summary>
    /// Brings the runs, sessions and files of a backup that <paramref name="dataDirectory"/> does not have back into it; what it has
    /// stays. While a server uses the directory, unfinished runs are left out, since that server would not take them up.
    /// </summary>
    /// <returns>Runs brought back, and runs left out.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no backup in that folder.</exception>
    public static (int Restored, int LeftOut) Restore(string backup, string dataDirectory)
    {
        using var source = new DataDirectory(backup);
        using var target = new DataDirectory(dataDirectory);
        if (!Store(source).Exists) throw new DirectoryNotFoundException($"There is no backup in {source.Root}.");
        var inUse = !TryClaim(target);
        var store = Store(target);
        if (!inUse)
        {
            using var context = Open(store);
            store.Prepare(context);
        }
        return store.AddMissing(source.Root, endedOnly: inUse, missing =>
            CopyMissing(store, source.Root, target.Root, file => !CheckpointFiles.IsOfRun(file, out var run) || missing.Contains(run)));
    }

    private static void CopyMissing(IStoreDialect store, string source, string target, Func<string, bool> wanted)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(source, file);
            var own = store.IsOwn(name) || name == DataDirectory.LockFile || name.EndsWith(".part", StringComparison.Ordinal);
            var destination = Path.Combine(target, name);
            if (own || !wanted(name) || File.Exists(destination)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
            try
            {
                File.Copy(file, destination);
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                // The server has just removed it.
            }
        }
    }

    private static bool TryClaim(DataDirectory directory)
    {
        try
        {
            directory.Claim();
            return true;
        }
        catch (DataDirectoryInUseException)
        {
            return false;
        }
    }

    private static SqliteDialect Store(DataDirectory directory) => new(directory.Root, "Default Timeout=5;Pooling=False");

    private static MnistBlazorContext Open(IStoreDialect store)
    {
        var options = new DbContextOptionsBuilder<MnistBlazorContext>();
        store.Configure(options);
        return new MnistBlazorContext(options.Options);
    }
}
