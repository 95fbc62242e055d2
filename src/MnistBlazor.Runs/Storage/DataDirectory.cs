namespace MnistBlazor.Runs.Storage;

/// <summary>The data directory, and that only one server at a time writes there.</summary>
internal sealed class DataDirectory(string root) : IDisposable
{
    public const string LockFile = "server.lock";

    /// <summary>The end of the names of files and folders that are not there yet, or not any more.</summary>
    public const string Unfinished = ".part";

    private FileStream? _lock;

    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>
    /// Creates the directory and claims it for this process; the operating system lifts the claim whatever way the process ends.
    /// </summary>
    /// <exception cref="DataDirectoryInUseException">Another process has it.</exception>
    /// <exception cref="IOException">It cannot be created or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, by its permissions.</exception>
    public void Claim()
    {
        if (_lock is not null) return;
        Directory.CreateDirectory(Root);
        try
        {
            _lock = new FileStream(Path.Combine(Root, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            Tidy();
        }
        catch (IOException taken) when (IsSharingViolation(taken))
        {
            throw new DataDirectoryInUseException(Root, taken);
        }
    }

    /// <returns>False: another process has it.</returns>
    /// <inheritdoc cref="Claim"/>
    public bool TryClaim()
    {
        try
        {
            Claim();
            return true;
        }
        catch (DataDirectoryInUseException)
        {
            return false;
        }
    }

    /// <summary>Gives the directory up, without a trace of the claim.</summary>
    public void Unclaim()
    {
        Dispose();
        File.Delete(Path.Combine(Root, LockFile));
    }

    public void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }

    // What a process left unfinished that was killed. Uploads have folders in progress before a store is open: who reads them tidies up.
    private void Tidy()
    {
        foreach (var file in Directory.EnumerateFiles(Root, "*" + Unfinished + "*")) File.Delete(file); // journals too
        foreach (var folder in new[] { "keys", "models", "runs" }.Select(name => Path.Combine(Root, name)).Where(Directory.Exists))
            foreach (var file in Directory.EnumerateFiles(folder, "*" + Unfinished, SearchOption.AllDirectories)) File.Delete(file);
    }

    // EWOULDBLOCK on Linux and macOS; ERROR_SHARING_VIOLATION on Windows.
    private static bool IsSharingViolation(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}

/// <summary>Two servers must not write to one data directory: each would go on with the other's runs.</summary>
public sealed class DataDirectoryInUseException(string root, Exception inner)
    : Exception($"Another server uses the data directory {root}. Stop it, or give this one a directory of its own.", inner);
