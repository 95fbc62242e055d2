using System.Text;
using System.Text.RegularExpressions;
using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Data;

/// <summary>A data set as its files hold it.</summary>
internal sealed record DatasetContent(IReadOnlyList<string> ClassNames, ImageSplit Train, ImageSplit Test)
{
    /// <summary>The same with every image scaled and centred as MNIST's are, and as what is drawn on the pad is.</summary>
    public DatasetContent AsDrawings(CancellationToken cancellation)
    {
        return this with { Train = Normalized(Train), Test = Normalized(Test) };

        ImageSplit Normalized(ImageSplit split)
        {
            var pixels = new byte[split.AllPixels.Length];
            for (var i = 0; i < split.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                DigitImage.Normalize(split.Pixels(i)).CopyTo(pixels, i * ImageSplit.PixelsPerImage);
            }
            return new(pixels, split.AllLabels.ToArray(), ClassNames.Count);
        }
    }
}

/// <summary>
/// Reads a data set that somebody brings along: MNIST's four IDX files, raw or gzipped, with or without a <c>classes.txt</c> that
/// names the classes, a line each; or PNG and JPEG images in a folder for each class. All that is read counts against the bounds.
/// </summary>
internal static partial class DatasetReader
{
    public const string ClassFile = "classes.txt";

    private static readonly string[] Images = [".png", ".jpg", ".jpeg"];

    private static readonly string[] OtherImages = [".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif"];

    /// <param name="name">Of the folder or archive, for errors.</param>
    /// <exception cref="DatasetException">
    /// Something in it is damaged, missing or too large; the message names the file and what was expected.
    /// </exception>
    public static DatasetContent Read(DatasetFiles files, string name, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        if (files.Entries.Any(entry => IdxKind(entry.Name) is not null)) return ReadIdx(files, progress, cancellation);
        if (files.Entries.FirstOrDefault(entry => OtherImages.Contains(entry.Extension)) is { } other)
            throw DatasetError.ImageFormat(other.Path);
        var images = files.Entries.Where(entry => Images.Contains(entry.Extension)).ToList();
        return images.Count > 0 ? ImageFolders.Read(files, images, name, progress, cancellation) : throw DatasetError.NothingFound(name);
    }

    private static DatasetContent ReadIdx(DatasetFiles files, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var byKind = new Dictionary<string, DatasetFileEntry>();
        foreach (var entry in files.Entries)
        {
            if (IdxKind(entry.Name) is { } kind && !byKind.TryAdd(kind, entry)) throw DatasetError.IdxTwice(entry.Path, byKind[kind].Path);
        }
        var first = byKind.Values.First().Path;
        var trainLabels = IdxReader.ReadLabels(Content("train-labels"), byKind["train-labels"].Path, classes: 256);
        var classNames = ClassNames(files, trainLabels.Span, byKind["train-labels"].Path);
        var train = ReadSplit("train");
        var test = ReadSplit("t10k");
        if (train.Count + test.Count > files.Bounds.Images)
            throw DatasetError.TooManyImages(byKind["t10k-images"].Path, files.Bounds.Images);
        if (Array.IndexOf(train.CountPerClass(), 0) is >= 0 and var empty)
            throw DatasetError.ClassWithoutImages(byKind["train-labels"].Path, classNames[empty]);
        return new(classNames, train, test);

        ImageSplit ReadSplit(string split)
        {
            var images = IdxReader.ReadImages(Content(split + "-images"), byKind[split + "-images"].Path);
            var labelFile = byKind.GetValueOrDefault(split + "-labels")?.Path ?? first;
            var labels = IdxReader.ReadLabels(Content(split + "-labels"), labelFile, classNames.Count);
            var count = images.Length / ImageSplit.PixelsPerImage;
            if (count != labels.Length) throw DatasetError.Counts(labelFile, labels.Length, count);
            return new(images, labels, classNames.Count);
        }

        byte[] Content(string kind) =>
            files.Read(byKind.GetValueOrDefault(kind) ?? throw DatasetError.IdxMissing(first, kind), progress, cancellation);
    }

    private static IReadOnlyList<string> ClassNames(DatasetFiles files, ReadOnlySpan<byte> labels, string labelFile)
    {
        var largest = 0;
        foreach (var label in labels) largest = Math.Max(largest, label);
        var bounds = files.Bounds;
        if (files.Entries.FirstOrDefault(entry => entry.Name == ClassFile) is not { } list)
            return largest + 1 >= 2 && largest < bounds.Classes
                ? [.. Enumerable.Range(0, largest + 1).Select(number => $"{number}")]
                : throw DatasetError.Classes(labelFile, largest + 1, bounds.Classes);
        var lines = Encoding.UTF8.GetString(files.Read(list)).TrimStart('\uFEFF').TrimEnd().Split('\n');
        string[] names = [.. lines.Select(line => line.Trim())];
        CheckNames(names, list.Path, bounds);
        return names;
    }

    /// <exception cref="DatasetException">There are too few or too many, or one is no good as a name.</exception>
    public static void CheckNames(IReadOnlyList<string> names, string file, DatasetBounds bounds)
    {
        if (names.Count < 2 || names.Count > bounds.Classes) throw DatasetError.Classes(file, names.Count, bounds.Classes);
        var anyUnfit = names.Any(name => name.Length == 0 || name.Length > bounds.NameLength || name.Any(char.IsControl));
        if (anyUnfit || names.Distinct().Count() < names.Count)
            throw DatasetError.ClassName(file, bounds.NameLength);
    }

    /// <returns><c>train-images</c>, <c>train-labels</c>, <c>t10k-images</c> or <c>t10k-labels</c>; null: another file.</returns>
    private static string? IdxKind(string name)
    {
        if (IdxName().Match(name) is not { Success: true } match) return null;
        var split = match.Groups[1].Value.Equals("train", StringComparison.OrdinalIgnoreCase) ? "train" : "t10k";
        return $"{split}-{match.Groups[2].Value.ToLowerInvariant()}";
    }

    [GeneratedRegex(@"(train|t10k|test)[-_.](images|labels)(?:[-_.]idx[13][-_.]ubyte)?(?:\.gz)?$", RegexOptions.IgnoreCase)]
    private static partial Regex IdxName();
}
