namespace MnistBlazor.ML.Data.Import.Formats;

/// <summary>A file of images, and the one that has their labels.</summary>
/// <param name="Key">Alike for the pairs of one data set.</param>
internal sealed record ArrayPair(ArrayFile Images, ArrayFile Labels, string Key, ImageRole Role);

/// <summary>Finds which file of labels belongs to which file of images: by what their names have in common, else by their counts.</summary>
internal static class ArrayPairs
{
    /// <exception cref="DatasetException">Files that belong together by their names have different counts.</exception>
    public static List<ArrayPair> Find(Search search, IReadOnlyList<ArrayFile> arrays)
    {
        var images = new List<ArrayFile>();
        var labels = new List<ArrayFile>();
        foreach (var array in arrays)
        {
            if (array.Header.Count == 0) search.Skip(array.Entry, DatasetError.ArrayEmpty(array.Entry.Path));
            else if (array.Header.ImageSize is not null) Add(search, images, array);
            else if (array.Header.IsLabels) Add(search, labels, array);
            else search.Skip(array.Entry, DatasetError.ArrayShape(array.Entry.Path, array.Header.ShapeText));
        }
        var pairs = ByName(images, labels);
        pairs.AddRange(ByCount(images, labels));
        // Nothing else to go by.
        if (pairs.Count == 0 && images is [var image] && labels is [var label])
            throw DatasetError.Counts(label.Entry.Path, Shown(label), Shown(image));
        foreach (var alone in images) search.Skip(alone.Entry, DatasetError.LabelsMissing(alone.Entry.Path));
        foreach (var alone in labels) search.Skip(alone.Entry, DatasetError.ImagesMissing(alone.Entry.Path));
        return pairs;
    }

    private static int Shown(ArrayFile file) => (int)Math.Min(file.Header.Count, int.MaxValue);

    // Kaggle's MNIST has each file twice.
    private static void Add(Search search, List<ArrayFile> files, ArrayFile file)
    {
        var same = files.Find(other => other.Name == file.Name && other.Header.Count == file.Header.Count);
        if (file.Name.Role != ImageRole.Unsaid && same is not null)
            search.Skip(file.Entry, DatasetError.IdxTwice(file.Entry.Path, same.Entry.Path));
        else files.Add(file);
    }

    private static List<ArrayPair> ByName(List<ArrayFile> images, List<ArrayFile> labels)
    {
        var pairs = new List<ArrayPair>();
        foreach (var image in images.ToList())
        {
            if (labels.Find(label => label.Name == image.Name && label.Header.Count == image.Header.Count) is not { } own) continue;
            pairs.Add(new(image, own, image.Name.Key, image.Name.Role));
            images.Remove(image);
            labels.Remove(own);
        }
        return pairs;
    }

    private static List<ArrayPair> ByCount(List<ArrayFile> images, List<ArrayFile> labels)
    {
        var pairs = new List<ArrayPair>();
        foreach (var image in images.ToList())
        {
            var fitting = labels.FindAll(label => label.Header.Count == image.Header.Count);
            if (fitting.Count > 1) fitting = fitting.FindAll(label => label.Name.Role == image.Name.Role);
            var alike = images.Count(other => other.Header.Count == image.Header.Count && other.Name.Role == image.Name.Role);
            if (fitting.Count != 1 || alike > 1) continue;
            pairs.Add(new(image, fitting[0], "", image.Name.Role == ImageRole.Unsaid ? fitting[0].Name.Role : image.Name.Role));
            images.Remove(image);
            labels.Remove(fitting[0]);
        }
        return pairs;
    }
}
