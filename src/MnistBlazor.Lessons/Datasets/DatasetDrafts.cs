using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Lessons.Datasets;

/// <summary>
/// The data sets on their way in, one for each learner: fetched, read, looked at, changed, then taken in or given up. A draft outlives
/// the page that shows it, not the server; one that nobody asks for is given up. Thread-safe.
/// </summary>
public sealed class DatasetDrafts : IDisposable
{
    private readonly string _arriving;
    private readonly LessonsOptions _options;
    private readonly UploadedDatasets _own;
    private readonly LearnerAddresses _addresses;
    private readonly TimeProvider _time;
    private readonly ITimer _tidying;
    private readonly Lock _changing = new();
    private readonly Dictionary<LearnerId, Entry> _drafts = [];

    // Who is at work on a draft, and what was given up meanwhile: it is let go of when the work is over.
    private readonly Dictionary<LearnerId, List<Entry>> _busy = [];

    // Bytes of the files of those who are fetching theirs.
    private readonly Dictionary<LearnerId, long> _fetching = [];

    // One after the other: reading takes a processor and memory.
    private readonly SemaphoreSlim _reading = new(1);

    internal DatasetDrafts(LessonsOptions options, UploadedDatasets own, LearnerAddresses addresses, TimeProvider time)
    {
        (_options, _own, _addresses, _time) = (options, own, addresses, time);
        _arriving = Path.Combine(options.DataDirectory, UploadedDatasets.Root);
        _tidying = time.CreateTimer(_ => GiveUpOldOnes(), null, options.DatasetDraftIdle, options.DatasetDraftIdle);
    }

    /// <returns>Null: the learner has none, or it was given up.</returns>
    public DatasetDraft? Find(LearnerId learner)
    {
        GiveUpOldOnes();
        return Current(learner)?.Draft;
    }

    /// <summary>Fetches and reads files; what the learner had as a draft before is given up once they are read.</summary>
    /// <exception cref="DatasetException">They are damaged or past a bound; the message names the file. Nothing is kept.</exception>
    /// <exception cref="IOException">They cannot be fetched or stored.</exception>
    public async Task<DatasetDraft> ReadAsync(
        LearnerId learner, IReadOnlyList<UploadedFile> files, IProgress<LoadProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var name = FileArrival.Clean(files is [var only, ..] ? only.Name : "");
        GiveUpOldOnes();
        _own.CheckRoom(learner, name);
        return await AloneAsync(learner, name, async () =>
        {
            TakePlace(learner, name, files);
            var folder = Path.Combine(_arriving, UploadedDataset.NewId() + UploadedDatasets.Unfinished);
            try
            {
                Directory.CreateDirectory(folder);
                var arrived = await FileArrival.FetchAsync(_options, _time, files, folder, name, progress, cancellation);
                var entry = await ReadAsync(name, folder, arrived, new(), progress, cancellation);
                Discard(learner);
                lock (_changing) _drafts[learner] = entry;
                return entry.Draft;
            }
            catch
            {
                TemporaryFolder.Remove(folder);
                throw;
            }
            finally
            {
                lock (_changing) _fetching.Remove(learner);
            }
        });
    }

    /// <summary>The draft with other choices. Without effect when there is none.</summary>
    /// <exception cref="DatasetException">There is no such data set in the files; the draft stays as it was.</exception>
    public Task<DatasetDraft?> ChangeAsync(
        LearnerId learner, ImportChoices choices, IProgress<LoadProgress>? progress = null, CancellationToken cancellation = default) =>
        AloneAsync(learner, "", async () =>
        {
            if (Current(learner) is not { } entry) return null;
            if (choices.Part == entry.Draft.Choices.Part)
            {
                var preview = await OneAtATimeAsync(() => entry.Import.Preview(choices), cancellation);
                entry.Draft = entry.Draft with { Choices = choices, Preview = preview };
                return entry.Draft;
            }
            var other = await ReadAsync(entry.Draft.Name, entry.Folder, entry.Files, choices, progress, cancellation);
            return Replace(learner, entry, other) ? other.Draft : null;
        });

    /// <summary>Takes the draft in as a data set of the learner's.</summary>
    /// <exception cref="DatasetException">There is none, or no room for it; the draft stays.</exception>
    /// <exception cref="IOException">It cannot be stored; the draft stays.</exception>
    public Task<UploadedDataset> AcceptAsync(
        LearnerId learner, IProgress<LoadProgress>? progress = null, CancellationToken cancellation = default) =>
        AloneAsync(learner, "", async () =>
        {
            if (Current(learner) is not { } entry) throw UploadError.NoDraft();
            var added = await OneAtATimeAsync(
                () => _own.Take(
                    learner, entry.Draft.Name, folder => entry.Import.Write(folder, entry.Draft.Choices, progress, cancellation)),
                cancellation);
            Discard(learner);
            return added;
        });

    /// <summary>Gives the learner's draft up. Without effect when there is none.</summary>
    public void Discard(LearnerId learner)
    {
        Entry? entry;
        lock (_changing)
        {
            if (!_drafts.Remove(learner, out entry)) return;
            if (_busy.TryGetValue(learner, out var later))
            {
                later.Add(entry);
                return;
            }
        }
        entry.Dispose();
    }

    public void Dispose()
    {
        _tidying.Dispose();
        LearnerId[] learners;
        lock (_changing) learners = [.. _drafts.Keys];
        foreach (var learner in learners) Discard(learner);
    }

    private void GiveUpOldOnes()
    {
        LearnerId[] old;
        lock (_changing)
        {
            old = [.. _drafts.Where(draft => _time.GetElapsedTime(draft.Value.AskedAt) > _options.DatasetDraftIdle)
                .Select(draft => draft.Key).Except(_busy.Keys)];
        }
        foreach (var learner in old) Discard(learner);
    }

    private Entry? Current(LearnerId learner)
    {
        lock (_changing)
        {
            if (!_drafts.TryGetValue(learner, out var entry)) return null;
            entry.AskedAt = _time.GetTimestamp();
            return entry;
        }
    }

    /// <summary>Who fetches has a place already: others cannot begin meanwhile and be one too many.</summary>
    private void TakePlace(LearnerId learner, string name, IReadOnlyList<UploadedFile> files)
    {
        lock (_changing)
        {
            var others = _drafts.Where(draft => draft.Key != learner).Select(draft => draft.Value).ToList();
            var images = others.Select(entry => entry.Draft.Preview.Report)
                .Sum(report => (report.TrainCount + report.TestCount) * (long)ImageSplit.PixelsPerImage);
            var owners = _drafts.Keys.Union(_fetching.Keys).Where(other => other != learner).ToList();
            var address = _addresses.Of(learner);
            var neighbours = address is null ? 0 : owners.Count(other => _addresses.Of(other) == address);
            // Files that have arrived stay on the disk until the draft is taken in or given up.
            var bytes = _drafts.Values.Sum(entry => entry.Bytes) + _fetching.Values.Sum() + FileArrival.Declared(files);
            if (owners.Count >= _options.MaxDatasetDrafts || neighbours >= _options.MaxDatasetDraftsPerAddress
                || images >= _options.MaxDatasetDraftBytes || bytes > _options.MaxArrivingBytes)
                throw UploadError.Waiting(name);
            _fetching[learner] = FileArrival.Declared(files);
        }
    }

    /// <summary>Another reading of the same files. False: the draft was given up meanwhile, and its files with it.</summary>
    private bool Replace(LearnerId learner, Entry entry, Entry other)
    {
        lock (_changing)
        {
            var isCurrent = _drafts.GetValueOrDefault(learner) == entry;
            if (isCurrent) _drafts[learner] = other;
            (isCurrent ? entry : other).Import.Dispose();
            return isCurrent;
        }
    }

    private async Task<Entry> ReadAsync(
        string name, string folder, IReadOnlyList<(string, string)> files, ImportChoices choices, IProgress<LoadProgress>? progress,
        CancellationToken cancellation)
    {
        var (import, preview) = await OneAtATimeAsync(
            () =>
            {
                var import = DatasetImport.Read(files, _options.DatasetBounds, choices, progress, cancellation);
                try
                {
                    return (import, import.Preview(choices));
                }
                catch
                {
                    import.Dispose();
                    throw;
                }
            },
            cancellation);
        var bytes = files.Sum(file => new FileInfo(file.Item2).Length);
        return new(folder, files, import, new(name, choices, preview)) { AskedAt = _time.GetTimestamp(), Bytes = bytes };
    }

    private async Task<T> OneAtATimeAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            return await Task.Run(work, cancellation);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<T> AloneAsync<T>(LearnerId learner, string name, Func<Task<T>> work)
    {
        lock (_changing)
            if (!_busy.TryAdd(learner, [])) throw UploadError.Busy(name);
        try
        {
            return await work();
        }
        finally
        {
            List<Entry>? givenUp;
            lock (_changing) _busy.Remove(learner, out givenUp);
            foreach (var entry in givenUp!) entry.Dispose();
        }
    }

    private sealed class Entry(string folder, IReadOnlyList<(string, string)> files, DatasetImport import, DatasetDraft draft) : IDisposable
    {
        public string Folder { get; } = folder;

        public IReadOnlyList<(string, string)> Files { get; } = files;

        public DatasetImport Import { get; } = import;

        public DatasetDraft Draft { get; set; } = draft;

        /// <summary>Of the files, as they came.</summary>
        public required long Bytes { get; init; }

        /// <summary>A timestamp: clocks jump.</summary>
        public long AskedAt { get; set; }

        public void Dispose()
        {
            Import.Dispose();
            TemporaryFolder.Remove(Folder);
        }
    }
}
