using System.Text;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Data;

/// <summary>A folder as <see cref="IdxWriter"/> leaves it: four IDX files and a <c>classes.txt</c>. Read as it is, strictly.</summary>
internal static class StoredDataset
{
    public const string ClassFile = "classes.txt";

    public const string TrainImages = "train-images-idx3-ubyte", TrainLabels = "train-labels-idx1-ubyte",
        TestImages = "t10k-images-idx3-ubyte", TestLabels = "t10k-labels-idx1-ubyte";

    public static bool IsIn(string folder) =>
        new[] { ClassFile, TrainImages, TrainLabels, TestImages, TestLabels }.All(name => File.Exists(Path.Combine(folder, name)));

    /// <exception cref="DatasetException">A file is damaged or too large.</exception>
    public static DatasetContent Read(
        string folder, DatasetBounds bounds, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        string[] classNames = [.. Encoding.UTF8.GetString(Content(ClassFile)).TrimEnd('\n').Split('\n')];
        return new(classNames, Split(TrainImages, TrainLabels), Split(TestImages, TestLabels));

        ImageSplit Split(string imageFile, string labelFile)
        {
            var images = IdxReader.ReadImages(Content(imageFile), imageFile);
            var labels = IdxReader.ReadLabels(Content(labelFile), labelFile, classNames.Length);
            var count = images.Length / ImageSplit.PixelsPerImage;
            return count == labels.Length
                ? new(images, labels, classNames.Length)
                : throw DatasetError.Counts(labelFile, labels.Length, count);
        }

        byte[] Content(string name) =>
            FileContent.Read(Path.Combine(folder, name), name, sha256: null, bounds.TotalBytes, progress, cancellation);
    }
}
