namespace MnistBlazor.ML.Data;

/// <summary>Where data sets are looked for, in the order of the properties, and how much of them is accepted.</summary>
public sealed class DatasetOptions
{
    /// <summary>A folder that already holds the files, raw or gzipped; null: none.</summary>
    public string? Folder { get; set; }

    /// <summary>Where downloads are kept: a folder per data set below this one.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>Base addresses of mirrors of MNIST's gzipped files, tried in this order.</summary>
    public IReadOnlyList<Uri> Mirrors { get; set; } =
    [
        new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
    ];

    /// <summary>Files larger than this are refused, unpacked or not.</summary>
    public long MaxFileBytes { get; set; } = 256 * 1024 * 1024;
}
