using System.Collections.Concurrent;

namespace MnistBlazor.ML.Data;

/// <summary>Finds, checks and reads data sets. Each is loaded once, whoever asks first, and shared; thread-safe.</summary>
public sealed class DatasetStore
{
    // The patience of the options bounds each wait; the whole may take as long as a slow line needs.
    private static readonly HttpClient Http = new() { Timeout = Timeout.InfiniteTimeSpan };

    private readonly DatasetOptions options;
    private readonly IReadOnlyList<DatasetDefinition> definitions;
    private readonly ConcurrentDictionary<string, SharedLoad<ImageDataset>> loads = new();

    public DatasetStore(DatasetOptions options) : this(options, DatasetDefinition.All)
    {
    }

    internal DatasetStore(DatasetOptions options, IReadOnlyList<DatasetDefinition> definitions)
    {
        this.options = options;
        this.definitions = definitions;
    }

    /// <summary>The data sets that can be asked for.</summary>
    public IReadOnlyList<string> Ids => [.. definitions.Select(definition => definition.Id)];

    /// <summary>The data set, from memory after the first time. Who asks while it is being loaded shares that load and its progress.</summary>
    /// <param name="id">One of <see cref="Ids"/>.</param>
    /// <param name="cancellation">Ends this caller's wait; the load itself stops when nobody waits for it any more.</param>
    /// <exception cref="DatasetException">The data set is unknown, cannot be found or fetched, or a file of it is damaged. The next call tries again.</exception>
    public Task<ImageDataset> LoadAsync(string id, IProgress<LoadProgress>? progress = null, CancellationToken cancellation = default)
    {
        var definition = definitions.FirstOrDefault(definition => definition.Id == id) ?? throw DatasetError.Unknown(id);
        return loads.GetOrAdd(id, _ => new((report, stop) => Load(definition, report, stop))).WaitAsync(progress, cancellation);
    }

    private async Task<ImageDataset> Load(DatasetDefinition definition, IProgress<LoadProgress> progress, CancellationToken cancellation)
    {
        progress.Report(new("looking", null, 0, null));
        var places = DatasetLocator.Places(options, definition).ToList();
        foreach (var place in places)
            if (place.Find(definition) is { } paths)
                return Read(definition, place.Source, paths, progress, cancellation);

        var mirrors = options.Mirrors.GetValueOrDefault(definition.Id) ?? [];
        if (mirrors.Count == 0) throw DatasetError.NotFound(definition.Id, [.. places.Select(place => place.Folder)]);
        var downloads = new DatasetPlace("mirror", DatasetLocator.DownloadFolder(options, definition));
        var download = new MirrorDownload(options, Http);
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

        byte[] Content(DatasetFile file) => FileContent.Read(paths[file], Path.GetFileName(paths[file]), file.Sha256, options.MaxFileBytes, progress, cancellation);
    }
}
