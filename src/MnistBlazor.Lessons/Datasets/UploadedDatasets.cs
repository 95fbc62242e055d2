using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Datasets;

/// <summary>
/// The data sets that learners brought along: <c>uploads/{learner}/{id}</c> among the blobs, each as IDX files beside a
/// <c>dataset.json</c>. A learner sees and names their own alone. Thread-safe.
/// </summary>
public sealed class UploadedDatasets
{
    private const string Root = "uploads", Description = "dataset.json", Unfinished = ".part";
    private const int MaxNameLength = 60;

    private readonly string _arriving;
    private readonly LessonsOptions _options;
    private readonly DatasetStore _store;
    private readonly IRunBlobs _blobs;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<LearnerId, byte> _uploading = new();
    private readonly SemaphoreSlim _reading = new(1);

    internal UploadedDatasets(LessonsOptions options, DatasetStore store, IRunBlobs blobs, TimeProvider time)
    {
        (_options, _store, _blobs, _time) = (options, store, blobs, time);
        _arriving = Path.Combine(options.DataDirectory, Root);
        Tidy();
    }

    /// <summary>The learner's data sets, newest first.</summary>
    public IReadOnlyList<UploadedDataset> List(LearnerId learner) =>
    [
        .. _blobs.Folders(Folder(learner))
            .Select(id => Find(learner, id))
            .OfType<UploadedDataset>()
            .OrderByDescending(dataset => dataset.CreatedAt),
    ];

    /// <returns>Null: there is none of that id, or it is another learner's.</returns>
    public UploadedDataset? Find(LearnerId learner, string id) => UploadedDataset.IsId(id) ? Read(Folder(learner, id)) : null;

    /// <exception cref="DatasetException">There is none of that id, it is another learner's, or its files are damaged.</exception>
    public Task<ImageDataset> LoadAsync(LearnerId learner, string id, IProgress<LoadProgress>? progress, CancellationToken cancellation) =>
        Find(learner, id) is null
            ? Task.FromException<ImageDataset>(UploadError.Gone(id))
            : _store.LoadFolderAsync(id, "upload", _blobs.LocalFolder(Folder(learner, id)), progress, cancellation);

    /// <summary>Takes in a data set: four IDX files, or one zip archive of them or of images in a folder for each class.</summary>
    /// <param name="drawings">Scale and centre each image as MNIST's are, so that they look like what is drawn on the pad.</param>
    /// <exception cref="DatasetException">
    /// It is damaged or past a bound; the message names the file and what was expected. Nothing is kept of it.
    /// </exception>
    /// <exception cref="IOException">It cannot be fetched or stored.</exception>
    public async Task<UploadedDataset> AddAsync(
        LearnerId learner, IReadOnlyList<UploadedFile> files, IProgress<LoadProgress>? progress = null, bool drawings = false,
        CancellationToken cancellation = default)
    {
        var name = Clean(files is [var only, ..] ? only.Name : "");
        CheckRoom(learner, name);
        if (!_uploading.TryAdd(learner, 0)) throw UploadError.Busy(name);
        var id = UploadedDataset.NewId();
        var working = Path.Combine(_arriving, id + Unfinished);
        var (arriving, folder) = (Path.Combine(working, "arrived"), Path.Combine(working, "imported"));
        try
        {
            Directory.CreateDirectory(arriving);
            var arrived = await FetchAsync(files, arriving, name, progress, cancellation);
            // One after the other: unpacking takes a processor and memory.
            await _reading.WaitAsync(cancellation);
            ImportedDataset imported;
            try
            {
                imported = await Task.Run(
                    () => DatasetImport.Import(arrived, folder, _options.DatasetBounds, drawings, progress, cancellation), cancellation);
            }
            finally
            {
                _reading.Release();
            }
            if (Used(learner) + imported.Bytes > _options.MaxDatasetBytesPerLearner)
                throw UploadError.NoRoom(name, _options.MaxDatasetBytesPerLearner);
            var dataset = new UploadedDataset(
                id, name, _time.GetUtcNow(), imported.ClassNames, imported.TrainCount, imported.TestCount, imported.Bytes);
            await File.WriteAllBytesAsync(Path.Combine(folder, Description), JsonSerializer.SerializeToUtf8Bytes(dataset), cancellation);
            _blobs.TakeIn(Folder(learner, id), folder);
            return dataset;
        }
        finally
        {
            Remove(working);
            _uploading.TryRemove(learner, out _);
        }
    }

    /// <summary>
    /// Deletes a data set for good. Without effect on one that is not there or another learner's. Runs that train with it go on.
    /// </summary>
    public void Delete(LearnerId learner, string id)
    {
        if (Find(learner, id) is null) return;
        _blobs.DeleteFolder(Folder(learner, id));
        _store.Forget(_blobs.LocalFolder(Folder(learner, id)));
    }

    /// <summary>Removes what an earlier process left half done.</summary>
    private void Tidy()
    {
        if (!Directory.Exists(_arriving)) return;
        foreach (var unfinished in Directory.GetDirectories(_arriving, "*" + Unfinished, SearchOption.AllDirectories)) Remove(unfinished);
    }

    private async Task<List<(string, string)>> FetchAsync(
        IReadOnlyList<UploadedFile> files, string folder, string name, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        if (files.Count is 0 or > 5) throw UploadError.FileCount(name, files.Count);
        var (arrived, bytes, total) = (new List<(string, string)>(), 0L, files.Sum(file => Math.Max(0, file.Length)));
        if (total > _options.MaxUploadBytes) throw UploadError.TooLarge(name, _options.MaxUploadBytes);
        var buffer = new byte[1 << 16];
        foreach (var file in files)
        {
            var path = Path.Combine(folder, arrived.Count + Unfinished);
            await using var input = file.Open(cancellation);
            await using var output = File.Create(path);
            for (int read; (read = await input.ReadAsync(buffer, cancellation)) > 0;)
            {
                bytes += read;
                if (bytes > _options.MaxUploadBytes) throw UploadError.TooLarge(name, _options.MaxUploadBytes);
                await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
                progress?.Report(new("uploading", Clean(file.Name), bytes, total));
            }
            arrived.Add((Clean(file.Name), path));
        }
        return arrived;
    }

    private void CheckRoom(LearnerId learner, string name)
    {
        if (List(learner).Count >= _options.MaxDatasetsPerLearner) throw UploadError.TooMany(name, _options.MaxDatasetsPerLearner);
        if (Used(learner) >= _options.MaxDatasetBytesPerLearner) throw UploadError.NoRoom(name, _options.MaxDatasetBytesPerLearner);
        if (_blobs.List(Root).Sum(blob => blob.Bytes) >= _options.MaxDatasetBytes) throw UploadError.Full(name);
    }

    private long Used(LearnerId learner) => List(learner).Sum(dataset => dataset.Bytes);

    // A learner's id opens everything of theirs: it is no name for a folder that an operator may list.
    private static string Folder(LearnerId learner) =>
        $"{Root}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(learner.Value ?? "")))[..32]}";

    private static string Folder(LearnerId learner, string id) => $"{Folder(learner)}/{id}";

    private UploadedDataset? Read(string folder)
    {
        try
        {
            return _blobs.Read($"{folder}/{Description}") is { } description
                ? JsonSerializer.Deserialize<UploadedDataset>(description)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Clean(string name)
    {
        var text = string.Concat(Path.GetFileName(name.Replace('\\', '/')).Where(character => !char.IsControl(character))).Trim();
        return text.Length <= MaxNameLength ? text : text[^MaxNameLength..];
    }

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Tidied away at the next start.
        }
    }
}
