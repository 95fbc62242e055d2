using System.Globalization;

namespace MnistBlazor.ML.Data;

/// <summary>
/// Reads PNG and JPEG images that lie in a folder for each class, named after it: <c>CLASS/image.png</c>, or
/// <c>train/CLASS/image.png</c> and <c>test/CLASS/image.png</c>. Without a folder <c>test</c> a fifth of each class is held out.
/// Images become 28x28 grey pixels (<see cref="GreyImage.ToDatasetSize"/>); where the background is bright, as on paper, all of
/// them are inverted, so that ink is bright on dark as in MNIST.
/// </summary>
internal static class ImageFolders
{
    /// <summary>
    /// Decides which images are held out, and the order of the training images: as folders list them,
    /// the last ones would all be of one class.
    /// </summary>
    private const int Seed = 28;

    private const int TestShare = 5;

    /// <param name="images">Their files, by their paths.</param>
    /// <param name="name">Of the folder or archive, for errors.</param>
    /// <exception cref="DatasetException"/>
    public static DatasetContent Read(
        DatasetFiles files, IReadOnlyList<DatasetFileEntry> images, string name, IProgress<LoadProgress>? progress,
        CancellationToken cancellation)
    {
        var bounds = files.Bounds;
        if (images.Count > bounds.Images) throw DatasetError.TooManyImages(images[bounds.Images].Path, bounds.Images);
        var placed = Place(images);
        var found = placed.Select(image => image.Class).Distinct();
        string[] classNames = [.. found.OrderBy(Number).ThenBy(text => text, StringComparer.Ordinal)];
        DatasetReader.CheckNames(classNames, name, bounds);
        var (train, test) = Split(placed, name);
        if (classNames.Except(train.Select(image => image.Class)).FirstOrDefault() is { } missing)
            throw DatasetError.ClassWithoutImages(name, missing);

        var (done, brightness) = (0, 0L);
        byte[] trainPixels = Pixels(train), testPixels = Pixels(test);
        if (brightness > 127L * images.Count)
        {
            foreach (var pixels in new[] { trainPixels, testPixels })
                for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(255 - pixels[i]);
        }
        return new(classNames, new(trainPixels, Labels(train), classNames.Length), new(testPixels, Labels(test), classNames.Length));

        byte[] Pixels(List<PlacedImage> part)
        {
            var pixels = new byte[part.Count * ImageSplit.PixelsPerImage];
            for (var i = 0; i < part.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var file = part[i].File;
                var image = ImageDecoder.Decode(files.Read(file), file.Path, bounds.ImageSide);
                files.Count(4L * image.Width * image.Height, file.Path);
                image.ToDatasetSize().CopyTo(pixels, i * ImageSplit.PixelsPerImage);
                brightness += image.Background();
                progress?.Report(new("reading", file.Path, ++done, images.Count));
            }
            return pixels;
        }

        byte[] Labels(List<PlacedImage> part) => [.. part.Select(image => (byte)Array.IndexOf(classNames, image.Class))];
    }

    private static List<PlacedImage> Place(IReadOnlyList<DatasetFileEntry> images)
    {
        var placed = images.Select(image =>
        {
            var parts = image.Path.Split('/');
            if (parts.Length < 2) throw DatasetError.Place(image.Path);
            var split = parts.Length > 2 && parts[^3].ToLowerInvariant() is "train" or "test" ? parts[^3].ToLowerInvariant() : null;
            return new PlacedImage(image, parts[^2].Trim(), split, string.Join('/', parts[..^(split is null ? 2 : 3)]));
        }).ToList();
        var odd = placed.FirstOrDefault(image => image.Root != placed[0].Root || image.Split is null != placed[0].Split is null);
        return odd is null ? placed : throw DatasetError.Place(odd.File.Path);
    }

    private static (List<PlacedImage> Train, List<PlacedImage> Test) Split(List<PlacedImage> images, string name)
    {
        var random = new Random(Seed);
        List<PlacedImage> train = [.. images.Where(image => image.Split == "train")];
        List<PlacedImage> test = [.. images.Where(image => image.Split == "test")];
        if (train.Count == 0 && test.Count > 0) throw DatasetError.NoTraining(test[0].File.Path);
        if (test.Count == 0)
        {
            train.Clear();
            foreach (var ofClass in images.GroupBy(image => image.Class))
            {
                var shuffled = ofClass.ToArray();
                random.Shuffle(shuffled);
                var held = shuffled.Length == 1 ? 0 : Math.Max(1, shuffled.Length / TestShare);
                test.AddRange(shuffled[..held]);
                train.AddRange(shuffled[held..]);
            }
            if (test.Count == 0) throw DatasetError.TooFewImages(name);
        }
        var order = train.ToArray();
        random.Shuffle(order);
        return ([.. order], test);
    }

    // 2 before 10, as people count; names that are no numbers come after.
    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    /// <param name="Root">The folders above those of the classes.</param>
    /// <param name="Split"><c>train</c> or <c>test</c>; null: not said.</param>
    private sealed record PlacedImage(DatasetFileEntry File, string Class, string? Split, string Root);
}
