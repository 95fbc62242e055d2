using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage;

/// <summary>Where things lie in the data directory, and that only one server at a time writes there.</summary>
internal sealed class DataDirectory(string root) : IDisposable
{
    private FileStream? _lock;

    public string Root { get; } = Path.GetFullPath(root);

    public string Database => Path.Combine(Root, "notebook.db");

    /// <summary>A folder per run, with its checkpoints.</summary>
    public string Runs => Path.Combine(Root, "runs");

    public string RunFolder(RunId run) => Path.Combine(Runs, run.Value);

    public string Models => Path.Combine(Root, "models");

    public string ConnectionString => $"Data Source={Database};Default Timeout=5";

    /// <summary>Creates the directory and claims it for this process; the operating system lifts the claim whatever way the process ends.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process has it.</exception>
    /// <exception cref="IOException">It cannot be created or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, by its permissions.</exception>
    public void Claim()
    {
        if (_lock is not null) return;
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(Runs);
        Directory.CreateDirectory(Models);
        try
        {
            _lock = new FileStream(Path.Combine(Root, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (IsSharingViolation(taken))
        {
            throw new DataDirectoryInUseException(Root, taken);
        }
    }

    /// <summary>Replaces a file whole: whoever reads it, also after a crash, finds the old bytes or the new ones.</summary>
    public static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + ".part";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    public void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }

    // EWOULDBLOCK on Linux and macOS; ERROR_SHARING_VIOLATION on Windows.
    private static bool IsSharingViolation(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}

/// <summary>Two servers must not write to one data directory: each would go on with the other's runs.</summary>
public sealed class DataDirectoryInUseException(string root, Exception inner)
    : Exception($"Another server uses the data directory {root}. Stop it, or give this one a directory of its own.", inner);
