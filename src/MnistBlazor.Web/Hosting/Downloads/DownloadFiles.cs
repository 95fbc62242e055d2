namespace MnistBlazor.Web.Hosting.Downloads;

/// <summary>
/// Large files that are made for downloads: each is made once, lies in the data directory and is read from there by all who ask, so that
/// slow readers take no memory. Past a bound those leave that were not asked for the longest. None outlives a restart. Thread-safe.
/// </summary>
public sealed class DownloadFiles : IDisposable
{
    /// <summary>Its name ends as that of all in the data directory that is not to be kept.</summary>
    private const string FolderName = "downloads.part";

    private readonly string _folder;
    private readonly long _maxBytes;
    private readonly Dictionary<string, Entry> _files = [];
    private readonly Lock _gate = new();
    private long _asked;

    /// <param name="maxBytes">Of all files that are kept; a larger one is kept alone.</param>
    public DownloadFiles(string dataDirectory, long maxBytes)
    {
        (_folder, _maxBytes) = (Path.Combine(dataDirectory, FolderName), maxBytes);
        Empty();
    }

    /// <param name="name">What is in it: another content has another name.</param>
    /// <param name="write">Makes it. Called on another thread, and only once for all who ask until it is there.</param>
    /// <returns>At its start. To be disposed.</returns>
    /// <exception cref="IOException">It cannot be stored.</exception>
    public async Task<Stream> OpenAsync(string name, Action<Stream> write, CancellationToken cancellation = default)
    {
        while (true)
        {
            var entry = Ask(name, write);
            try
            {
                await entry.Made.WaitAsync(cancellation);
            }
            catch when (entry.Made.IsFaulted)
            {
                lock (_gate) Forget(name, entry);
                throw;
            }
            lock (_gate)
            {
                if (_files.GetValueOrDefault(name) != entry) continue; // it has left meanwhile
                MakeRoom(name);
                return new FileStream(
                    entry.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous);
            }
        }
    }

    public void Dispose() => Empty();

    private Entry Ask(string name, Action<Stream> write)
    {
        lock (_gate)
        {
            if (!_files.TryGetValue(name, out var entry))
            {
                var path = Path.Combine(_folder, Guid.NewGuid().ToString("n"));
                _files[name] = entry = new(path, Task.Run(() => Make(path, write)));
            }
            entry.AskedAt = ++_asked;
            return entry;
        }
    }

    private long Make(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(_folder);
        try
        {
            using var file = File.Create(path);
            write(file);
            return file.Length;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private void MakeRoom(string except)
    {
        var made = _files.Where(file => file.Value.Made.IsCompletedSuccessfully).OrderBy(file => file.Value.AskedAt).ToList();
        var bytes = made.Sum(file => file.Value.Made.Result);
        foreach (var (name, entry) in made.Where(file => file.Key != except))
        {
            if (bytes <= _maxBytes) break;
            bytes -= entry.Made.Result;
            Forget(name, entry);
            File.Delete(entry.Path); // who reads it keeps it to the end
        }
    }

    private void Forget(string name, Entry entry)
    {
        if (_files.GetValueOrDefault(name) == entry) _files.Remove(name);
    }

    private void Empty()
    {
        try
        {
            if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is tried again at the next start.
        }
    }

    private sealed class Entry(string path, Task<long> made)
    {
        public string Path { get; } = path;

        /// <summary>Its length.</summary>
        public Task<long> Made { get; } = made;

        public long AskedAt { get; set; }
    }
}
