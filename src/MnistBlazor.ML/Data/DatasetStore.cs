using System.Collections.Concurrent;
using MnistBlazor.ML.Data.Hands;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Data;

/// <summary>
/// Finds, checks and reads data sets: the published ones that the app knows, those that the operator put into a folder, and any other
/// folder that a caller names. Each is loaded once, whoever asks first, and shared; thread-safe. Published ones stay in memory, of
/// the others the last few.
/// </summary>
public sealed class DatasetStore
{
    /// <summary>MNIST's digits, and beside them to learn from those that <see cref="DrawnHands"/> draws.</summary>
    public const string MnistAndHands = "mnist-hands";

    public const string Mnist = "mnist";

    // The patience of the options bounds each wait; the whole may take as long as a slow line needs.
    private static readonly HttpClient Http = new() { Timeout = Timeout.InfiniteTimeSpan };

    private readonly DatasetOptions _options;
    private readonly IReadOnlyList<DatasetDefinition> _definitions;
    private readonly ConcurrentDictionary<string, SharedLoad<ImageDataset>> _loads = new();
    private readonly RecentFolders _folders = new();

    public DatasetStore(DatasetOptions options) : this(options, DatasetDefinition.All)
    {
    }

    internal DatasetStore(DatasetOptions options, IReadOnlyList<DatasetDefinition> definitions)
    {
        _options = options;
        _definitions = definitions;
    }

    /// <summary>
    /// The data sets that can be asked for by everybody: the published ones, then the operator's by the names of their folders.
    /// </summary>
    public IReadOnlyList<string> Ids =>
        [.. Published, .. OperatorFolders.Find(_options, Published).Select(folder => folder.Id)];

    private IReadOnlyList<string> Published => [.. _definitions.Select(definition => definition.Id), MnistAndHands];

    /// <summary>
    /// The data set, from memory after the first time. Who asks while it is being loaded shares that load and its progress.
    /// </summary>
    /// <param name="id">One of <see cref="Ids"/>.</param>
    /// <param name="cancellation">Ends this caller's wait; the load itself stops when nobody waits for it any more.</param>
    /// <exception cref="DatasetException">
    /// The data set is unknown, cannot be found or fetched, or a file of it is damaged. The next call tries again.
    /// </exception>
    public Task<ImageDataset> LoadAsync(string id, IProgress<LoadProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (_definitions.FirstOrDefault(definition => definition.Id == id) is { } definition)
            return _loads.GetOrAdd(id, _ => new((report, stop) => Load(definition, report, stop))).WaitAsync(progress, cancellation);
        if (id == MnistAndHands)
        {
            return _loads.GetOrAdd(id, _ => new(async (report, stop) =>
                DrawnHands.AddTo(await LoadAsync(Mnist, report, stop), id, report, stop))).WaitAsync(progress, cancellation);
        }
        var found = OperatorFolders.Find(_options, Published).FirstOrDefault(folder => folder.Id == id)
            ?? throw DatasetError.Unknown(id);
        return LoadFolderAsync(id, found.Source, found.Path, progress, cancellation);
    }

    /// <summary>The data set in a folder: four IDX files, or a folder of images for each class.</summary>
    /// <param name="source">As <see cref="ImageDataset.Source"/> is to be.</param>
    /// <exception cref="DatasetException">A file is damaged, missing or too large.</exception>
    public Task<ImageDataset> LoadFolderAsync(
        string id, string source, string folder, IProgress<LoadProgress>? progress = null, CancellationToken cancellation = default) =>
        _folders
            .Get(folder, () => new((report, stop) => Task.FromResult(ReadFolder(id, source, folder, report, stop))))
            .WaitAsync(progress, cancellation);

    /// <summary>The folder is gone or changed: the next who asks reads it again. Who has the data set keeps it.</summary>
    public void Forget(string folder) => _folders.Forget(folder);

    private ImageDataset ReadFolder(
        string id, string source, string folder, IProgress<LoadProgress> progress, CancellationToken cancellation)
    {
        progress.Report(new("looking", null, 0, null));
        if (!Directory.Exists(folder)) throw DatasetError.Unknown(id);
        var content = StoredDataset.IsIn(folder)
            ? StoredDataset.Read(folder, _options.Bounds, progress, cancellation)
            : DatasetImport.ReadFolder(folder, id, _options.Bounds, progress, cancellation);
        _folders.Weigh(folder, (content.Train.Count + content.Test.Count) * (long)ImageSplit.PixelsPerImage);
        return new(id, source, content.ClassNames, content.Train, content.Test);
    }

    private async Task<ImageDataset> Load(DatasetDefinition definition, IProgress<LoadProgress> progress, CancellationToken cancellation)
    {
        progress.Report(new("looking", null, 0, null));
        var places = DatasetLocator.Places(_options, definition).ToList();
        foreach (var place in places)
            if (place.Find(definition) is { } paths)
                return Read(definition, place.Source, paths, progress, cancellation);

        var mirrors = _options.Mirrors.GetValueOrDefault(definition.Id) ?? [];
        if (mirrors.Count == 0) throw DatasetError.NotFound(definition.Id, [.. places.Select(place => place.Folder)]);
        var downloads = new DatasetPlace("mirror", DatasetLocator.DownloadFolder(_options, definition));
        var download = new MirrorDownload(_options, Http);
        foreach (var file in definition.Files) await download.FetchAsync(mirrors, file, downloads.Folder, progress, cancellation);
        return Read(definition, downloads.Source, downloads.Find(definition)!, progress, cancellation);
    }

    private ImageDataset Read(
        DatasetDefinition definition, string source, IReadOnlyDictionary<DatasetFile, string> paths,
        IProgress<LoadProgress> progress, CancellationToken cancellation)
    {
        return new(definition.Id, source, definition.ClassNames,
            ReadSplit(definition.TrainImages, definition.TrainLabels), ReadSplit(definition.TestImages, definition.TestLabels));

        ImageSplit ReadSplit(DatasetFile imageFile, DatasetFile labelFile)
        {
            var classes = definition.ClassNames.Count;
            var images = IdxReader.ReadImages(Content(imageFile), imageFile.Name);
            var labels = IdxReader.ReadLabels(Content(labelFile), labelFile.Name, classes);
            if (images.Length / ImageSplit.PixelsPerImage != labels.Length)
                throw DatasetError.Counts(labelFile.Name, labels.Length, images.Length / ImageSplit.PixelsPerImage);
            return new(images, labels, classes);
        }

        byte[] Content(DatasetFile file) => FileContent.Read(
            paths[file], Path.GetFileName(paths[file]), file.Sha256, _options.MaxFileBytes, progress, cancellation);
    }
}
