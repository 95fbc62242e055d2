using System.Globalization;

namespace MnistBlazor.ML.Data.Import;

/// <summary>
/// Finds images that lie in a folder for each class, named after it: <c>CLASS/image.png</c>, or <c>train/CLASS/image.png</c> and
/// <c>test/CLASS/image.png</c>.
/// </summary>
internal static class ImageFolders
{
    /// <param name="images">Their files, by their paths.</param>
    /// <param name="name">Of the folder or archive, for errors.</param>
    /// <exception cref="DatasetException"/>
    public static FoundDataset Find(DatasetFiles files, IReadOnlyList<DatasetFileEntry> images, string name)
    {
        var placed = Place(images);
        var found = placed.Select(image => image.Class).Distinct();
        string[] classNames = [.. found.OrderBy(Number).ThenBy(text => text, StringComparer.Ordinal)];
        DatasetFinder.CheckNames(classNames, name, files.Bounds);
        return new("pictures", classNames,
        [
            .. placed.Select(image => new FoundImage(
                image.File.Path, null, Array.IndexOf(classNames, image.Class), image.Role,
                () => ImageDecoder.Decode(files.Read(image.File), image.File.Path, files.Bounds.ImageSide))),
        ]);
    }

    private static List<PlacedImage> Place(IReadOnlyList<DatasetFileEntry> images)
    {
        var placed = images.Select(image =>
        {
            var parts = image.Path.Split('/');
            if (parts.Length < 2) throw DatasetError.Place(image.Path);
            var role = (parts.Length > 2 ? parts[^3].ToLowerInvariant() : "") switch
            {
                "train" => ImageRole.Train,
                "test" => ImageRole.Test,
                _ => ImageRole.Unsaid,
            };
            return new PlacedImage(image, parts[^2].Trim(), role, string.Join('/', parts[..^(role == ImageRole.Unsaid ? 2 : 3)]));
        }).ToList();
        var odd = placed.FirstOrDefault(image => image.Root != placed[0].Root || (image.Role == ImageRole.Unsaid) != (placed[0].Role == ImageRole.Unsaid));
        return odd is null ? placed : throw DatasetError.Place(odd.File.Path);
    }

    // 2 before 10, as people count; names that are no numbers come after.
    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    /// <param name="Root">The folders above those of the classes.</param>
    private sealed record PlacedImage(DatasetFileEntry File, string Class, ImageRole Role, string Root);
}
