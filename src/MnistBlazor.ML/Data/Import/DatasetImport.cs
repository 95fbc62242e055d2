namespace MnistBlazor.ML.Data.Import;

/// <summary>What was brought along, in short.</summary>
/// <param name="Bytes">On the disk.</param>
public sealed record ImportedDataset(IReadOnlyList<string> ClassNames, int TrainCount, int TestCount, long Bytes);

/// <summary>
/// A data set that somebody brings along, between having been read and being taken in: what was found, how its images will look, and
/// what can still be changed about it. Not thread-safe; the files stay where they are until it is disposed.
/// </summary>
public sealed class DatasetImport : IDisposable
{
    /// <summary>The most images of a class in a preview.</summary>
    public const int SamplesPerClass = 8;

    private readonly DatasetFiles _files;
    private readonly string _name;
    private readonly FoundDataset _found;
    private readonly ImportedImages _images;

    private DatasetImport(DatasetFiles files, string name, FoundDataset found, ImportedImages images) =>
        (_files, _name, _found, _images) = (files, name, found, images);

    /// <summary>Reads all files once, and keeps the images as they will be.</summary>
    /// <param name="files">The files with the names that their owner gave them: one archive, or the files themselves.</param>
    /// <exception cref="DatasetException">There is no data set in them; the message names the file and what was expected.</exception>
    public static DatasetImport Read(
        IReadOnlyList<(string Name, string Path)> files, DatasetBounds bounds, ImportChoices choices,
        IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var name = files.Count == 1 ? files[0].Name : string.Join(", ", files.Take(4).Select(file => file.Name));
        return Read(DatasetFiles.Uploaded(files, bounds, progress, cancellation), name, choices, progress, cancellation);
    }

    /// <summary>An operator's folder, as its files suggest.</summary>
    /// <exception cref="DatasetException">There is no data set in it; the message names the file and what was expected.</exception>
    internal static DatasetContent ReadFolder(
        string folder, string name, DatasetBounds bounds, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        using var import = Read(DatasetFiles.InFolder(folder, bounds), name, new(), progress, cancellation);
        return import.Split(import._images.Kept, new()).Content(import._images.ClassNames);
    }

    /// <summary>
    /// How the data set would be with other choices: at once, by the images shown. All counts are those of the whole set; which images
    /// are blank, alike or in both parts is judged once, as they were read. For another <see cref="ImportChoices.Part"/> the files are to
    /// be read anew.
    /// </summary>
    /// <exception cref="DatasetException">It is not the part that was read.</exception>
    public ImportPreview Preview(ImportChoices choices)
    {
        CheckPart(_found, _name, choices);
        var decided = _images.Decisions.Decided(choices);
        var split = Split(_images.Kept, choices);
        var classes = Classes(split);
        return new(
            new(_found.Kind, decided, classes)
            {
                Parts = _found.Parts,
                HasTestImages = ImportSplit.IsSaid(_images.Kept),
                Blank = _images.Blank.Count,
                BlankFiles = [.. _images.Blank.Take(ImportReport.MostNames)],
                SkippedCount = _images.Skipped.Count(),
                Skipped = [.. _images.Skipped.Take(ImportReport.MostNames).Select(error => new ImportNote(error.Code, error.Arguments))],
                Done = Done(decided),
                Findings = [.. _found.Findings, .. ImportFindings.Of(_images, split, classes, decided)],
            },
            [.. _images.Samples(choices)]);
    }

    /// <summary>
    /// Writes the data set to a folder as IDX files: from then on it is one like any other. Files are read again only where the choices
    /// make other pixels of them.
    /// </summary>
    /// <param name="folder">Created when missing.</param>
    /// <exception cref="DatasetException">It is not the part that was read, or a file cannot be read any more.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public ImportedDataset Write(string folder, ImportChoices choices, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        CheckPart(_found, _name, choices);
        var content = Split(_images.With(choices, progress, cancellation), choices).Content(_images.ClassNames);
        IdxWriter.Write(content, folder);
        var bytes = new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
        return new(content.ClassNames, content.Train.Count, content.Test.Count, bytes);
    }

    public void Dispose() => _files.Dispose();

    private static DatasetImport Read(
        DatasetFiles files, string name, ImportChoices choices, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            var found = DatasetFinder.Find(files, name, choices.Part, progress, cancellation);
            CheckPart(found, name, choices);
            if (found.Images.Count > files.Bounds.Images) throw DatasetError.TooManyImages(name, files.Bounds.Images);
            var import = new DatasetImport(files, name, found, ImportedImages.Read(name, found, choices, progress, cancellation));
            import.Split(import._images.Kept, choices).Check(import._images.ClassNames, name);
            return import;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    private static void CheckPart(FoundDataset found, string name, ImportChoices choices)
    {
        if (choices.Part is { } part && part != found.Part) throw DatasetError.PartUnknown(name, part);
    }

    private ImportSplit Split(IReadOnlyList<PreparedImage> images, ImportChoices choices) =>
        ImportSplit.Of(images, _images.Decisions.Decided(choices).TestPercent, _name);

    private ImportedClass[] Classes(ImportSplit split)
    {
        var (train, test) = (Count(split.Train), Count(split.Test));
        return [.. _images.ClassNames.Select((name, label) => new ImportedClass(name, train[label], test[label]))];

        int[] Count(IReadOnlyList<PreparedImage> images)
        {
            var counts = new int[_images.ClassNames.Count];
            foreach (var image in images) counts[image.Label]++;
            return counts;
        }
    }

    private Dictionary<string, int> Done(ImportChoices decided)
    {
        var done = new Dictionary<string, int>();
        foreach (var image in _images.Kept)
        {
            var recipe = _images.Decisions.Recipe(image.Traits, decided);
            Add("turned", image.Traits.WasTurned);
            Add("transposed", recipe.IsTransposed);
            Add("paper", recipe.IsPaper);
            Add("inverted", recipe.IsInverted);
            Add("stretched", recipe.IsStretched);
            Add("scaled", image.Traits.IsOddSize || recipe.IsDrawing);
            Add("centred", recipe.IsDrawing);
        }
        return done;

        void Add(string what, bool isDone)
        {
            if (isDone) done[what] = done.GetValueOrDefault(what) + 1;
        }
    }
}
