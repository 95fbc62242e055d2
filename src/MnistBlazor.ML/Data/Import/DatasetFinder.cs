using System.Text;
using System.Text.RegularExpressions;

namespace MnistBlazor.ML.Data.Import;

/// <summary>
/// Finds the data set in files that somebody brings along: MNIST's four IDX files, raw or gzipped, with or without a <c>classes.txt</c> that
/// names the classes, a line each; or PNG and JPEG images in a folder for each class. All that is read counts against the bounds.
/// </summary>
internal static partial class DatasetFinder
{
    private static readonly string[] Images = [".png", ".jpg", ".jpeg"];

    private static readonly string[] OtherImages = [".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif"];

    /// <param name="name">Of the folder or archive, for errors.</param>
    /// <exception cref="DatasetException">
    /// Something in it is damaged, missing or too large; the message names the file and what was expected.
    /// </exception>
    /// <param name="part">Of several data sets the one to find: one of <see cref="FoundDataset.Parts"/>; null: the first.</param>
    public static FoundDataset Find(
        DatasetFiles files, string name, string? part, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        if (files.Entries.Any(entry => IdxKind(entry.Name) is not null)) return FindIdx(files, progress, cancellation);
        if (files.Entries.FirstOrDefault(entry => OtherImages.Contains(entry.Extension)) is { } other)
            throw DatasetError.ImageFormat(other.Path);
        var images = files.Entries.Where(entry => Images.Contains(entry.Extension)).ToList();
        return images.Count > 0 ? ImageFolders.Find(files, images, name) : throw DatasetError.NothingFound(name);
    }

    private static FoundDataset FindIdx(DatasetFiles files, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var byKind = new Dictionary<string, DatasetFileEntry>();
        foreach (var entry in files.Entries)
        {
            if (IdxKind(entry.Name) is { } kind && !byKind.TryAdd(kind, entry)) throw DatasetError.IdxTwice(entry.Path, byKind[kind].Path);
        }
        var first = byKind.Values.First().Path;
        var trainLabels = IdxReader.ReadLabels(Content("train-labels"), byKind["train-labels"].Path, classes: 256);
        var classNames = ClassNames(files, trainLabels.Span, byKind["train-labels"].Path);
        return new("idx", classNames, [.. ReadSplit("train", ImageRole.Train), .. ReadSplit("t10k", ImageRole.Test)]) { IsUniform = true };

        IEnumerable<FoundImage> ReadSplit(string split, ImageRole role)
        {
            var images = IdxReader.ReadImages(Content(split + "-images"), byKind[split + "-images"].Path);
            var labelFile = byKind.GetValueOrDefault(split + "-labels")?.Path ?? first;
            var labels = IdxReader.ReadLabels(Content(split + "-labels"), labelFile, classNames.Count);
            var count = images.Length / ImageSplit.PixelsPerImage;
            if (count != labels.Length) throw DatasetError.Counts(labelFile, labels.Length, count);
            var file = byKind[split + "-images"].Path;
            return Enumerable.Range(0, count).Select(i => new FoundImage(
                file, i, labels.Span[i], role,
                () => new(ImageSplit.Width, ImageSplit.Height, images.Slice(i * ImageSplit.PixelsPerImage, ImageSplit.PixelsPerImage).ToArray())));
        }

        byte[] Content(string kind) =>
            files.Read(byKind.GetValueOrDefault(kind) ?? throw DatasetError.IdxMissing(first, kind), progress, cancellation);
    }

    private static IReadOnlyList<string> ClassNames(DatasetFiles files, ReadOnlySpan<byte> labels, string labelFile)
    {
        var largest = 0;
        foreach (var label in labels) largest = Math.Max(largest, label);
        var bounds = files.Bounds;
        if (files.Entries.FirstOrDefault(entry => entry.Name == StoredDataset.ClassFile) is not { } list)
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
