using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Datasets;

/// <summary>
/// The data sets that learners brought along: <c>uploads/{learner}/{id}</c> among the blobs, each as IDX files beside a
/// <c>dataset.json</c>. A learner sees and names their own alone. Thread-safe.
/// </summary>
public sealed class UploadedDatasets
{
    internal const string Root = "uploads", Unfinished = ".part";
    private const string Description = "dataset.json";

    private readonly string _arriving;
    private readonly LessonsOptions _options;
    private readonly DatasetStore _store;
    private readonly IRunBlobs _blobs;
    private readonly TimeProvider _time;

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

    /// <summary>Takes in a data set that was read and looked at.</summary>
    /// <param name="write">Writes its files to the folder given.</param>
    /// <exception cref="DatasetException">There is no room for it.</exception>
    /// <exception cref="IOException">It cannot be stored.</exception>
    internal UploadedDataset Take(LearnerId learner, string name, Func<string, ImportedDataset> write)
    {
        CheckRoom(learner, name);
        var id = UploadedDataset.NewId();
        var folder = Path.Combine(_arriving, id + Unfinished);
        try
        {
            var imported = write(folder);
            if (Used(learner) + imported.Bytes > _options.MaxDatasetBytesPerLearner)
                throw UploadError.NoRoom(name, _options.MaxDatasetBytesPerLearner);
            var dataset = new UploadedDataset(
                id, name, _time.GetUtcNow(), imported.ClassNames, imported.TrainCount, imported.TestCount, imported.Bytes);
            File.WriteAllBytes(Path.Combine(folder, Description), JsonSerializer.SerializeToUtf8Bytes(dataset));
            _blobs.TakeIn(Folder(learner, id), folder);
            return dataset;
        }
        finally
        {
            TemporaryFolder.Remove(folder);
        }
    }

    /// <exception cref="DatasetException">The learner, or the server, has no room for one more.</exception>
    internal void CheckRoom(LearnerId learner, string name)
    {
        if (List(learner).Count >= _options.MaxDatasetsPerLearner) throw UploadError.TooMany(name, _options.MaxDatasetsPerLearner);
        CheckSpace(learner, name);
    }

    /// <exception cref="DatasetException">The learner, or the server, has no bytes left.</exception>
    internal void CheckSpace(LearnerId learner, string name)
    {
        if (Used(learner) >= _options.MaxDatasetBytesPerLearner) throw UploadError.NoRoom(name, _options.MaxDatasetBytesPerLearner);
        if (_blobs.List(Root).Sum(blob => blob.Bytes) >= _options.MaxDatasetBytes) throw UploadError.Full(name);
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
        foreach (var unfinished in Directory.GetDirectories(_arriving, "*" + Unfinished, SearchOption.AllDirectories))
            TemporaryFolder.Remove(unfinished);
        foreach (var unfinished in Directory.GetFiles(_arriving, "*" + Unfinished, SearchOption.AllDirectories)) File.Delete(unfinished);
        // A backup was half restored: the description comes last.
        foreach (var half in Directory.GetDirectories(_arriving).SelectMany(Directory.GetDirectories).Where(IsHalf))
            TemporaryFolder.Remove(half);

        static bool IsHalf(string folder) =>
            UploadedDataset.IsId(Path.GetFileName(folder)) && !File.Exists(Path.Combine(folder, Description));
    }

    private long Used(LearnerId learner) => List(learner).Sum(dataset => dataset.Bytes);

    // A learner's id opens everything of theirs: it is no name for a folder that an operator may list.
    internal static string Folder(LearnerId learner) =>
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
}
