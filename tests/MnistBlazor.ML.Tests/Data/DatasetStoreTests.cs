using System.Security.Cryptography;
using MnistBlazor.ML.Data;

namespace MnistBlazor.ML.Tests.Data;

public sealed class DatasetStoreTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mnist-store-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Mnist_has_its_60000_and_10000_images_and_known_labels()
    {
        var mnist = await Mnist.LoadAsync();

        Assert.Equal(60_000, mnist.Train.Count);
        Assert.Equal(10_000, mnist.Test.Count);
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], mnist.Train.CountPerClass());
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], mnist.Test.CountPerClass());
        Assert.Equal([5, 0, 4, 1, 9], Enumerable.Range(0, 5).Select(mnist.Train.Label));
        Assert.Equal([7, 2, 1, 0, 4], Enumerable.Range(0, 5).Select(mnist.Test.Label));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], mnist.ClassNames);
    }

    [Fact]
    public async Task Fashion_MNIST_comes_from_its_package_where_that_is_installed()
    {
        Assert.SkipUnless(
            Directory.Exists("/usr/share/datasets/fashion-mnist"), "Debian's package dataset-fashion-mnist is not installed.");

        var fashion = await new DatasetStore(new() { DataDirectory = _data.FullName }).LoadAsync("fashion-mnist");

        Assert.Equal("package", fashion.Source);
        Assert.Equal(Enumerable.Repeat(6000, 10), fashion.Train.CountPerClass());
        Assert.Equal(Enumerable.Repeat(1000, 10), fashion.Test.CountPerClass());
        Assert.Equal("Ankle boot", fashion.ClassNames[fashion.Train.Label(0)]);
    }

    [Fact]
    public async Task The_configured_folder_comes_before_the_data_directory_and_that_before_packages()
    {
        var folder = Mnist.Folder;
        var downloads = Directory.CreateDirectory(Path.Combine(_data.FullName, "datasets", "mnist")).FullName;
        foreach (var file in Directory.GetFiles(folder)) File.CreateSymbolicLink(Path.Combine(downloads, Path.GetFileName(file)), file);

        var fromFolder = await new DatasetStore(new() { Folder = folder, DataDirectory = _data.FullName }).LoadAsync("mnist");
        var fromDownloads = await new DatasetStore(new() { DataDirectory = _data.FullName }).LoadAsync("mnist");

        Assert.Equal("folder", fromFolder.Source);
        Assert.Equal("data-directory", fromDownloads.Source);
    }

    [Fact]
    public async Task A_data_set_is_read_once_and_shared()
    {
        var store = new DatasetStore(new() { Folder = Mnist.Folder });

        var both = await Task.WhenAll(store.LoadAsync("mnist"), store.LoadAsync("mnist"));

        Assert.Same(both[0], both[1]);
        Assert.Same(both[0], await store.LoadAsync("mnist"));
    }

    [Fact]
    public async Task A_damaged_file_is_refused_whatever_its_source()
    {
        var damaged = Directory.CreateDirectory(Path.Combine(_data.FullName, "damaged")).FullName;
        foreach (var file in Directory.GetFiles(Mnist.Folder)) File.Copy(file, Path.Combine(damaged, Path.GetFileName(file)));
        using (var labels = new FileStream(Path.Combine(damaged, "t10k-labels-idx1-ubyte"), FileMode.Open, FileAccess.Write))
        {
            labels.Position = 100;
            labels.WriteByte(0xFF);
        }

        var error = await Assert.ThrowsAsync<DatasetException>(() => new DatasetStore(new() { Folder = damaged }).LoadAsync("mnist"));

        Assert.Equal("checksum", error.Code);
        Assert.Equal("t10k-labels-idx1-ubyte", error.File);
    }

    [Fact]
    public async Task What_no_folder_holds_is_downloaded_once_and_found_in_the_data_directory_from_then_on()
    {
        await using var mirror = new MirrorServer();
        var definition = Mirrored(mirror, "tiny");
        var options = new DatasetOptions { DataDirectory = _data.FullName, Mirrors = new() { ["tiny"] = [mirror.Address] } };

        var first = await new DatasetStore(options, [definition]).LoadAsync("tiny");
        var second = await new DatasetStore(options, [definition]).LoadAsync("tiny");

        Assert.Equal("mirror", first.Source);
        Assert.Equal("data-directory", second.Source);
        Assert.Equal([1, 2], [second.Train.Label(0), second.Train.Label(1)]);
        Assert.Equal(4, mirror.Requests.Count);
    }

    [Fact]
    public async Task An_unknown_data_set_is_refused()
    {
        var error = await Assert.ThrowsAsync<DatasetException>(() => new DatasetStore(new()).LoadAsync("../etc"));

        Assert.Equal("dataset-unknown", error.Code);
    }

    [Fact]
    public async Task Without_files_and_mirrors_the_error_names_the_places_searched()
    {
        var store = new DatasetStore(new() { Folder = _data.FullName, DataDirectory = _data.FullName, UsePackages = false, Mirrors = [] });

        var error = await Assert.ThrowsAsync<DatasetException>(() => store.LoadAsync("mnist"));

        Assert.Equal("dataset-not-found", error.Code);
        Assert.Contains(Path.Combine(_data.FullName, "datasets", "mnist"), error.Message);
    }

    private static DatasetDefinition Mirrored(MirrorServer mirror, string id)
    {
        return new(id, ["a", "b", "c"],
            Serve("train-images", IdxBytes.Images(2)), Serve("train-labels", IdxBytes.Labels(1, 2)),
            Serve("test-images", IdxBytes.Images(1)), Serve("test-labels", IdxBytes.Labels(0)), PackageFolders: []);

        DatasetFile Serve(string name, byte[] content)
        {
            mirror.Files[name + ".gz"] = IdxBytes.Packed(content);
            return new(name, Convert.ToHexStringLower(SHA256.HashData(content)));
        }
    }
}
