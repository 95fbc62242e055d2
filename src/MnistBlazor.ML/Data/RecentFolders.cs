namespace MnistBlazor.ML.Data;

/// <summary>
/// The data sets of folders that were used last, by path. What leaves is freed when nobody trains with it any more. Thread-safe.
/// </summary>
internal sealed class RecentFolders
{
    private const int MostFolders = 64;

    /// <summary>Pixels of all of them; the one used last stays whatever its size.</summary>
    private const long MostBytes = 256L << 20;

    private readonly Lock _gate = new();
    private readonly LinkedList<Entry> _recent = [];

    public SharedLoad<ImageDataset> Get(string path, Func<SharedLoad<ImageDataset>> create)
    {
        lock (_gate)
        {
            var entry = Remove(path) ?? new Entry(path, create());
            _recent.AddFirst(entry);
            Shrink();
            return entry.Load;
        }
    }

    /// <summary>The data set has been read and takes so much memory.</summary>
    public void Weigh(string path, long bytes)
    {
        lock (_gate)
        {
            foreach (var entry in _recent)
                if (entry.Path == path) entry.Bytes = bytes;
            Shrink();
        }
    }

    public void Forget(string path)
    {
        lock (_gate) Remove(path);
    }

    private void Shrink()
    {
        while (_recent.Count > 1 && (_recent.Count > MostFolders || _recent.Sum(entry => entry.Bytes) > MostBytes)) _recent.RemoveLast();
    }

    private Entry? Remove(string path)
    {
        var entry = _recent.FirstOrDefault(entry => entry.Path == path);
        if (entry is not null) _recent.Remove(entry);
        return entry;
    }

    private sealed class Entry(string path, SharedLoad<ImageDataset> load)
    {
        public string Path => path;

        public SharedLoad<ImageDataset> Load => load;

        public long Bytes { get; set; }
    }
}
