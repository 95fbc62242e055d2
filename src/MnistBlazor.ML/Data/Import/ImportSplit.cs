namespace MnistBlazor.ML.Data.Import;

/// <summary>Which images are learned from, and which test.</summary>
internal sealed record ImportSplit(IReadOnlyList<PreparedImage> Train, IReadOnlyList<PreparedImage> Test)
{
    /// <summary>
    /// Decides which images are held out, and the order of the training images: as folders list them, the last ones would all be
    /// of one class.
    /// </summary>
    private const int Seed = 28;

    /// <summary>
    /// As the files say where they say it of both parts; otherwise a share of each class is held out, by chance but always the same,
    /// and with a larger share the same ones and more. A class of one image is learned from.
    /// </summary>
    /// <exception cref="DatasetException">No image can be held out.</exception>
    public static ImportSplit Of(IReadOnlyList<PreparedImage> images, int testPercent, string name)
    {
        if (IsSaid(images))
            return new(
                [.. images.Where(image => image.Found.Role != ImageRole.Test)],
                [.. images.Where(image => image.Found.Role == ImageRole.Test)]);
        var (train, test, random) = (new List<PreparedImage>(), new List<PreparedImage>(), new Random(Seed));
        foreach (var ofClass in images.GroupBy(image => image.Label))
        {
            var shuffled = ofClass.ToArray();
            random.Shuffle(shuffled);
            var held = shuffled.Length == 1 ? 0 : Math.Max(1, shuffled.Length * testPercent / 100);
            test.AddRange(shuffled[..held]);
            train.AddRange(shuffled[held..]);
        }
        if (test.Count == 0) throw DatasetError.TooFewImages(name);
        var order = train.ToArray();
        random.Shuffle(order);
        return new(order, test);
    }

    /// <summary>Whether the files say of some images that they test, and of others that they do not.</summary>
    public static bool IsSaid(IReadOnlyList<PreparedImage> images) =>
        images.Any(image => image.Found.Role == ImageRole.Test) && images.Any(image => image.Found.Role != ImageRole.Test);

    /// <exception cref="DatasetException">A class has test images only.</exception>
    public void Check(IReadOnlyList<string> classNames, string name)
    {
        var trained = Train.Select(image => image.Label).ToHashSet();
        if (Enumerable.Range(0, classNames.Count).FirstOrDefault(label => !trained.Contains(label), -1) is >= 0 and var missing)
            throw DatasetError.ClassWithoutImages(name, classNames[missing]);
    }

    public DatasetContent Content(IReadOnlyList<string> classNames)
    {
        return new(classNames, Part(Train), Part(Test));

        ImageSplit Part(IReadOnlyList<PreparedImage> images)
        {
            var pixels = new byte[images.Count * ImageSplit.PixelsPerImage];
            for (var i = 0; i < images.Count; i++) images[i].Pixels.CopyTo(pixels, i * ImageSplit.PixelsPerImage);
            return new(pixels, images.Select(image => (byte)image.Label).ToArray(), classNames.Count);
        }
    }
}
