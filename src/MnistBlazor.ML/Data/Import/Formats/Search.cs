namespace MnistBlazor.ML.Data.Import.Formats;

/// <summary>One look through somebody's files for a data set; every format notes here what it cannot use, and why.</summary>
/// <param name="Name">Of the folder or archive, for errors.</param>
/// <param name="Part">Of several data sets the one wanted; null: the first.</param>
/// <param name="ClassLists">The files that name classes: see <see cref="ClassList"/>.</param>
internal sealed record Search(
    DatasetFiles Files, string Name, string? Part, IReadOnlyList<DatasetFileEntry> ClassLists, IProgress<LoadProgress>? Progress,
    CancellationToken Cancellation)
{
    private readonly Dictionary<DatasetFileEntry, DatasetException> _skipped = [];

    public DatasetBounds Bounds => Files.Bounds;

    public IEnumerable<DatasetException> Skipped =>
        _skipped.OrderBy(one => one.Key.Path, StringComparer.Ordinal).Select(one => one.Value).Concat(Files.Skipped);

    /// <summary>The first reason stays.</summary>
    public void Skip(DatasetFileEntry entry, DatasetException reason) => _skipped.TryAdd(entry, reason);

    /// <summary>Refuses more images than may be kept, before any of them is read.</summary>
    /// <exception cref="DatasetException"/>
    public void CheckCount(Int128 images)
    {
        if (images > Bounds.Images) throw DatasetError.TooManyImages(Name, Bounds.Images);
    }

    /// <summary>EMNIST's tables hold each image with rows and columns exchanged, whoever passed them on.</summary>
    public bool IsTransposed(string key) => (key + Name).Contains("emnist", StringComparison.OrdinalIgnoreCase);
}
