namespace MnistBlazor.ML.Data.Import;

/// <summary>An image as it will be.</summary>
/// <param name="Label">Of the classes that are left.</param>
internal sealed record PreparedImage(FoundImage Found, int Label, ImageTraits Traits, ImageRecipe Recipe, byte[] Pixels);

/// <summary>The images of a data set once all were read: those that are kept, and what became of the others.</summary>
internal sealed class ImportedImages
{
    /// <summary>
    /// The longest side that an image is prepared with: a digit that fills a tenth of a photograph still has its strokes.
    /// </summary>
    private const int LongestSide = 256;

    /// <summary>Memory for images as they came, to be shown with other choices.</summary>
    private const int SampleBytes = 24 << 20;

    /// <summary>Progress is told of each so many images.</summary>
    private const int ProgressStep = 50;

    /// <summary>Files past the bound of one that are left out before the whole is refused.</summary>
    private const int MostTooLarge = 5;

    private readonly FoundDataset _found;
    private readonly List<DatasetException> _damaged = [];
    private readonly List<string> _blank = [];
    private readonly Dictionary<FoundImage, SourceImage> _samples = new(ReferenceEqualityComparer.Instance);

    private ImportedImages(FoundDataset found)
    {
        _found = found;
        Decisions = new(found.IsUniform, found.Transposed, found.Part);
    }

    public IReadOnlyList<PreparedImage> Kept { get; private set; } = [];

    /// <summary>By label; each has an image.</summary>
    public IReadOnlyList<string> ClassNames { get; private set; } = [];

    public ImportDecisions Decisions { get; }

    public IReadOnlyList<string> Blank => _blank;

    public IEnumerable<DatasetException> Skipped => _found.Skipped.Concat(_damaged);

    /// <param name="name">Of the folder or archive, for errors.</param>
    /// <exception cref="DatasetException">A bound is passed, or fewer than two classes are left.</exception>
    public static ImportedImages Read(
        string name, FoundDataset found, ImportChoices choices, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var images = new ImportedImages(found);
        images.Kept = images.Prepare(choices, progress, cancellation);
        images.LeaveEmptyClassesOut(name);
        // What the first ones were taken for before all had been seen.
        images.Kept = images.With(choices, progress, cancellation);
        return images;
    }

    /// <summary>All kept images with other choices; those that would be the same are not read again.</summary>
    /// <exception cref="DatasetException">A file cannot be read any more.</exception>
    public IReadOnlyList<PreparedImage> With(ImportChoices choices, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var decided = Decisions.Decided(choices);
        if (Kept.All(image => Decisions.Recipe(image.Traits, decided) == image.Recipe)) return Kept;
        var images = new List<PreparedImage>(Kept.Count);
        foreach (var image in Kept)
        {
            Step(image.Found, images.Count, Kept.Count, progress, cancellation);
            var recipe = Decisions.Recipe(image.Traits, decided);
            images.Add(recipe == image.Recipe
                ? image
                : image with { Recipe = recipe, Pixels = recipe.Prepare(image.Found.Read().Within(LongestSide)) });
        }
        return images;
    }

    /// <summary>The first images of each class with other choices: at once, without reading their files.</summary>
    public IEnumerable<PreviewImage> Samples(ImportChoices choices)
    {
        var decided = Decisions.Decided(choices);
        return Kept
            .Where(image => _samples.ContainsKey(image.Found))
            .OrderBy(image => image.Label)
            .Select(image => new PreviewImage(
                image.Label, image.Found.Name, Decisions.Recipe(image.Traits, decided).Prepare(_samples[image.Found])));
    }

    private List<PreparedImage> Prepare(ImportChoices choices, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var (kept, read, samples) = (new List<PreparedImage>(_found.Images.Count), 0, new int[_found.ClassNames.Count]);
        foreach (var image in _found.Images)
        {
            Step(image, read++, _found.Images.Count, progress, cancellation);
            if (Read(image) is not { } original) continue;
            var source = original.Within(LongestSide);
            var traits = _found.IsUniform ? InkFinder.OfUniform(source) : InkFinder.Of(source);
            Decisions.Count(traits);
            if (traits.IsBlank)
            {
                _blank.Add(image.Name);
                continue;
            }
            var recipe = Decisions.Recipe(traits, Decisions.Decided(choices));
            kept.Add(new(image, image.Label, traits, recipe, recipe.Prepare(source)));
            if (++samples[image.Label] <= SamplesOf(source)) _samples[image] = source;
        }
        return kept;
    }

    private int SamplesOf(SourceImage image)
    {
        var bytes = image.Grey.Length * (image.Alpha is null ? 1 : 2) * _found.ClassNames.Count;
        return Math.Clamp(SampleBytes / bytes, 1, DatasetImport.SamplesPerClass);
    }

    /// <returns>Null: it is damaged, and is left out.</returns>
    private SourceImage? Read(FoundImage image)
    {
        try
        {
            return image.Read();
        }
        // What is too much in all stays too much.
        catch (DatasetException error) when (error.Code is not ("too-much" or "too-many-pixels") && !IsOneOfManyTooLarge(error))
        {
            _damaged.Add(error);
            return null;
        }
    }

    // One large file is an oversight, many that unpack to so much are there to keep the server busy.
    private bool IsOneOfManyTooLarge(DatasetException error) =>
        error.Code == "file-too-large" && _damaged.Count(other => other.Code == error.Code) >= MostTooLarge;

    private void LeaveEmptyClassesOut(string name)
    {
        if (Kept.Count == 0) throw _blank.Count > 0 ? DatasetError.AllBlank(name) : Skipped.First();
        var labels = Kept.Select(image => image.Label).Distinct().Order().ToList();
        ClassNames = [.. labels.Select(label => _found.ClassNames[label])];
        if (labels.Count < 2) throw _damaged.FirstOrDefault() ?? DatasetError.OneClassLeft(name, ClassNames[0]);
        if (labels.Count < _found.ClassNames.Count) Kept = [.. Kept.Select(image => image with { Label = labels.IndexOf(image.Label) })];
    }

    private static void Step(
        FoundImage image, int done, int count, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (done % ProgressStep == 0) progress?.Report(new("reading", image.File, done, count));
    }
}
