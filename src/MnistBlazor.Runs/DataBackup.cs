using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Storage.Sqlite;

namespace MnistBlazor.Runs;

/// <summary>
/// Copies a data directory while a server uses it, puts back what a data directory lacks, and looks whether either is whole. All are for
/// the command line, in a process of their own. What fails leaves nothing behind, and says why in one sentence.
/// </summary>
public static class DataBackup
{
    /// <summary>
    /// Writes a copy of <paramref name="dataDirectory"/>, as it is at this moment, to the folder <paramref name="target"/>: beside it
    /// first, and under its name once it is whole.
    /// </summary>
    /// <returns>Runs in the copy.</returns>
    /// <exception cref="IOException">
    /// The target is there already, lies in the data directory or cannot be written; or the data directory is damaged or none.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">Something may not be read or written.</exception>
    public static int Create(string dataDirectory, string target)
    {
        using var source = new DataDirectory(dataDirectory);
        var (store, place) = (Store(source), Path.GetFullPath(target));
        if (!store.Exists) throw new DirectoryNotFoundException($"There is no data directory {source.Root}.");
        if (BackupFiles.IsWithin(place, source.Root))
            throw new IOException($"The folder {place} lies in the data directory {source.Root}: a backup is written outside of it.");
        if (File.Exists(place) || Directory.Exists(place) && Directory.EnumerateFileSystemEntries(place).Any())
            throw new IOException($"The folder {place} is not empty: a backup is written to a new one.");
        var staged = BackupFiles.Staging(place);
        return Whole($"The data directory {source.Root} cannot be backed up", () =>
        {
            BackupFiles.RemoveAbandoned(Path.GetDirectoryName(place)!);
            BackupFiles.NeedRoom(Path.GetDirectoryName(place)!, BackupFiles.Bytes(source.Root));
            using var claimed = new DataDirectory(staged);
            claimed.Claim();
            try
            {
                var runs = Copy(store, source.Root, staged);
                claimed.Unclaim();
                BackupMark.Of(staged, runs).Write(staged);
                if (Directory.Exists(place)) Directory.Delete(place);
                Directory.Move(staged, place);
                return runs;
            }
            catch
            {
                BackupFiles.Remove(staged);
                throw;
            }
        });
    }

    /// <summary>
    /// Brings the runs, sessions and files of a backup that <paramref name="dataDirectory"/> does not have back into it; what it has
    /// stays. While a server uses the directory, unfinished runs are left out, since that server would not take them up.
    /// </summary>
    /// <returns>Runs brought back, and runs left out.</returns>
    /// <exception cref="IOException">
    /// There is no backup in that folder, or one that is not whole; or the data directory cannot be written.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">Something may not be read or written.</exception>
    public static (int Restored, int LeftOut) Restore(string backup, string dataDirectory)
    {
        using var source = new DataDirectory(backup);
        using var target = new DataDirectory(dataDirectory);
        if (BackupFiles.IsWithin(target.Root, source.Root) || BackupFiles.IsWithin(source.Root, target.Root))
            throw new IOException($"{source.Root} and the data directory {target.Root} lie in one another.");
        var mark = BackupMark.Read(source.Root);
        if (mark.Problems(source.Root).FirstOrDefault() is { } problem)
            throw new IOException($"The backup {source.Root} is not whole: {problem} Nothing was restored.");
        return Whole($"The backup {source.Root} cannot be restored", () =>
        {
            var isNew = !Directory.Exists(target.Root);
            // The store once more, while it is brought to the newest schema.
            BackupFiles.NeedRoom(target.Root, 2 * mark.Files.Values.Sum(file => file.Bytes));
            var copied = new List<string>();
            try
            {
                return Restore(source, target, copied);
            }
            catch
            {
                foreach (var file in copied) File.Delete(file);
                target.Dispose();
                if (isNew) BackupFiles.Remove(target.Root);
                throw;
            }
        });
    }

    /// <summary>Looks whether a backup, or a data directory, is whole. A server may use the latter meanwhile.</summary>
    /// <returns>Runs in it, and a sentence for each problem.</returns>
    /// <exception cref="IOException">It is neither, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, by its permissions.</exception>
    public static (int Runs, IReadOnlyList<string> Problems) Verify(string folder)
    {
        using var directory = new DataDirectory(folder);
        var store = Store(directory);
        if (!store.Exists && !File.Exists(Path.Combine(directory.Root, BackupMark.FileName)))
            throw new DirectoryNotFoundException($"{directory.Root} is neither a backup nor a data directory.");
        return Whole($"{directory.Root} is damaged", () =>
        {
            var problems = new List<string>();
            // A backup that a server has taken for its data directory is one from then on.
            if (!File.Exists(Path.Combine(directory.Root, DataDirectory.LockFile)))
                problems.AddRange(BackupMark.Read(directory.Root).Problems(directory.Root));
            if (problems.Count > 0) return (0, problems);
            if (StoredBounds.Problem(directory.Root) is { } bounds) problems.Add(bounds);
            var (runs, _, files) = store.Look();
            foreach (var (name, bytes) in files)
            {
                var file = new FileInfo(Path.Combine(directory.Root, name));
                if (!file.Exists) problems.Add($"{name} is missing.");
                else if (file.Length != bytes) problems.Add($"{name} is damaged: it has {file.Length} bytes in place of {bytes}.");
            }
            return (runs, (IReadOnlyList<string>)problems);
        });
    }

    private static int Copy(SqliteDialect store, string source, string staged)
    {
        // The store first: the files that it names exist already, and the newest checkpoint of a run is never removed.
        store.CopyTo(staged);
        BackupFiles.CopyMissing(store, source, staged, _ => true, []);
        using var copy = new DataDirectory(staged);
        using var context = Open(Store(copy));
        var there = new LocalBlobs(copy).List("runs").ToDictionary(blob => blob.Name, blob => blob.Bytes);
        var lost = context.Checkpoints.ToList()
            .Where(row => there.GetValueOrDefault(CheckpointFiles.Name(row), -1) != row.Bytes);
        foreach (var row in lost) context.Remove(row);
        var lostWeights = context.EarlyWeights.ToList()
            .Where(row => there.GetValueOrDefault(CheckpointFiles.Name(row), -1) != row.Bytes);
        foreach (var row in lostWeights) context.Remove(row);
        context.SaveChanges();
        return context.Runs.Count();
    }

    private static (int Restored, int LeftOut) Restore(DataDirectory source, DataDirectory target, List<string> copied)
    {
        var inUse = !target.TryClaim();
        var store = Store(target);
        if (!inUse)
        {
            using var context = Open(store);
            store.Prepare(context);
        }
        return store.AddMissing(source.Root, endedOnly: inUse, missing => BackupFiles.CopyMissing(
            store, source.Root, target.Root, file => !CheckpointFiles.IsOfRun(file, out var run) || missing.Contains(run), copied));
    }

    /// <summary>Says what a damaged or full store means in a sentence.</summary>
    private static T Whole<T>(string problem, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is SqliteException or DbUpdateException or JsonException or InvalidOperationException)
        {
            throw new IOException($"{problem}: {failure.GetBaseException().Message.TrimEnd('.')}.", failure);
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
