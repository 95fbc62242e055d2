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
    /// <summary>Images of a class in a preview.</summary>
    public const int SamplesPerClass = 8;

    /// <summary>
    /// Decides which images are held out, and the order of the training images: as folders list them, the last ones would all be
    /// of one class.
    /// </summary>
    private const int Seed = 28;

    private readonly DatasetFiles _files;
    private readonly string _name;
    private readonly FoundDataset _found;
    private readonly ImportChoices _choices;
    private readonly List<PreparedImage> _images;

    private DatasetImport(DatasetFiles files, string name, FoundDataset found, ImportChoices choices, List<PreparedImage> images) =>
        (_files, _name, _found, _choices, _images) = (files, name, found, choices, images);

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
    /// <inheritdoc cref="Read(IReadOnlyList{ValueTuple{string, string}}, DatasetBounds, ImportChoices, IProgress{LoadProgress}, CancellationToken)"/>
    internal static DatasetContent ReadFolder(
        string folder, string name, DatasetBounds bounds, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        using var import = Read(DatasetFiles.InFolder(folder, bounds), name, new(), progress, cancellation);
        return import.Content(import._choices, import._images);
    }

    /// <summary>How the data set would be with other choices: at once, by the images shown. <see cref="ImportChoices.Part"/> asks for
    /// another <see cref="Read(IReadOnlyList{ValueTuple{string, string}}, DatasetBounds, ImportChoices, IProgress{LoadProgress}, CancellationToken)"/>.</summary>
    public ImportPreview Preview(ImportChoices choices)
    {
        var content = Content(choices, _images);
        int[] train = content.Train.CountPerClass(), test = content.Test.CountPerClass();
        var samples = _images.GroupBy(image => image.Found.Label).OrderBy(group => group.Key).SelectMany(group => group.Take(SamplesPerClass));
        return new(
            new(_found.Kind, Decided(choices), [.. _found.ClassNames.Select((name, i) => new ImportedClass(name, train[i], test[i]))])
            {
                Parts = _found.Parts,
                HasTestImages = _found.Images.Any(image => image.Role == ImageRole.Test),
            },
            [.. samples.Select(image => new PreviewImage(image.Found.Label, image.Found.Name, Prepare(image.Found, choices)))]);
    }

    /// <summary>Writes the data set to a folder as IDX files: from then on it is one like any other.</summary>
    /// <param name="folder">Created when missing.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public ImportedDataset Write(string folder, ImportChoices choices, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var content = Content(choices, choices == _choices ? _images : Images(_found, choices, progress, cancellation));
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
            if (found.Images.Count > files.Bounds.Images) throw DatasetError.TooManyImages(name, files.Bounds.Images);
            return new(files, name, found, choices, Images(found, choices, progress, cancellation));
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    private static List<PreparedImage> Images(
        FoundDataset found, ImportChoices choices, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var images = new List<PreparedImage>(found.Images.Count);
        foreach (var image in found.Images)
        {
            cancellation.ThrowIfCancellationRequested();
            images.Add(new(image, Prepare(image, choices)));
            progress?.Report(new("reading", image.File, images.Count, found.Images.Count));
        }
        return images;
    }

    private static byte[] Prepare(FoundImage found, ImportChoices choices)
    {
        var source = found.Read();
        var image = new GreyImage(source.Width, source.Height, source.Grey);
        var pixels = image.ToDatasetSize().ToArray();
        if (choices.Ink == InkChoice.Dark || (choices.Ink == InkChoice.Automatic && image.Background() > 127))
            for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(255 - pixels[i]);
        return choices.Drawings == true ? Inference.DigitImage.Normalize(pixels) : pixels;
    }

    private static ImportChoices Decided(ImportChoices choices) =>
        choices with { Drawings = choices.Drawings ?? false, Transposed = choices.Transposed ?? false };

    private DatasetContent Content(ImportChoices choices, IReadOnlyList<PreparedImage> images)
    {
        var (train, test) = Split(images, choices.TestPercent);
        return new(_found.ClassNames, Of(train), Of(test));

        ImageSplit Of(List<PreparedImage> part)
        {
            var pixels = new byte[part.Count * ImageSplit.PixelsPerImage];
            for (var i = 0; i < part.Count; i++) part[i].Pixels.CopyTo(pixels, i * ImageSplit.PixelsPerImage);
            return new(pixels, part.Select(image => (byte)image.Found.Label).ToArray(), _found.ClassNames.Count);
        }
    }

    private (List<PreparedImage> Train, List<PreparedImage> Test) Split(IReadOnlyList<PreparedImage> images, int testPercent)
    {
        List<PreparedImage> train = [.. images.Where(image => image.Found.Role == ImageRole.Train)];
        List<PreparedImage> test = [.. images.Where(image => image.Found.Role == ImageRole.Test)];
        if (train.Count == 0 && test.Count > 0) throw DatasetError.NoTraining(test[0].Found.Name);
        if (train.Count > 0 && test.Count > 0) return (train, test);
        train.Clear();
        var random = new Random(Seed);
        foreach (var ofClass in images.GroupBy(image => image.Found.Label))
        {
            var shuffled = ofClass.ToArray();
            random.Shuffle(shuffled);
            var held = shuffled.Length == 1 ? 0 : Math.Max(1, shuffled.Length * testPercent / 100);
            test.AddRange(shuffled[..held]);
            train.AddRange(shuffled[held..]);
        }
        if (test.Count == 0) throw DatasetError.TooFewImages(_name);
        var order = train.ToArray();
        random.Shuffle(order);
        return ([.. order], test);
    }

    private sealed record PreparedImage(FoundImage Found, byte[] Pixels);
}
