using System.IO.Compression;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;
using SkiaSharp;

namespace MnistBlazor.ML.Tests.Data;

/// <summary>What people bring along: every way that is right gives the same data set, every other an error that names the file.</summary>
public sealed class DatasetImportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_zip_of_class_folders_becomes_a_data_set_with_their_names()
    {
        var imported = Import(Zip(Classes("", ("cat", 10), ("dog", 5), ("10", 5), ("9", 5))));

        // Numbers first, as people count; a fifth of each class is held out.
        Assert.Equal(["9", "10", "cat", "dog"], imported.ClassNames);
        Assert.Equal((20, 5), (imported.TrainCount, imported.TestCount));
        var read = await ReadBack();
        Assert.Equal(imported.ClassNames, read.ClassNames);
        Assert.Equal([4, 4, 8, 4], read.Train.CountPerClass());
        Assert.Equal([1, 1, 2, 1], read.Test.CountPerClass());
        Assert.Equal("upload", read.Source);
    }

    [Fact]
    public async Task What_is_held_out_is_always_the_same_and_the_classes_are_mixed()
    {
        var zip = Zip(Classes("", ("a", 30), ("b", 30)));

        Import(zip);
        var first = await ReadBack();
        Import(zip);
        var second = await ReadBack();

        Assert.NotSame(first, second);
        Assert.Equal(first.Train.AllPixels, second.Train.AllPixels);
        Assert.InRange(first.Train.AllLabels[^10..].ToArray().Count(label => label == 0), 1, 9);
    }

    [Fact]
    public async Task Folders_train_and_test_are_kept_apart_wherever_they_lie()
    {
        Import(Zip([
            .. Classes("my set/Train/", ("a", 3), ("b", 4)), .. Classes("my set/test/", ("a", 1)),
            ("my set/readme.txt", [1]), ("__MACOSX/my set/Train/a/._0.png", [1]),
        ]));

        var read = await ReadBack();
        Assert.Equal([3, 4], read.Train.CountPerClass());
        Assert.Equal([1, 0], read.Test.CountPerClass());
    }

    [Fact]
    public async Task Ink_on_paper_is_turned_into_bright_ink_on_dark()
    {
        var ink = PngBytes.Grey(28, 28, (x, _) => (byte)(x == 14 ? 20 : 250));

        Import(Zip([.. Files("a", 3, ink), .. Files("b", 3, ink)]));

        var pixels = (await ReadBack()).Train.Pixels(0).ToArray();
        Assert.Equal(5, pixels[0]);
        Assert.Equal(235, pixels[14]);
    }

    [Fact]
    public async Task PNG_and_JPEG_may_be_mixed_and_misnamed()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(28, 28, SKColorType.Gray8));
        bitmap.GetPixelSpan()[280..400].Fill(255);
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        var jpeg = encoded.ToArray();

        Import(Zip([.. Classes("train/", ("a", 1), ("b", 1)), ("train/a/1.JPG", jpeg), ("train/a/2.jpeg", jpeg),
            ("test/a/is-png.jpg", Png()), ("test/b/is-jpeg.png", jpeg)]));

        var read = await ReadBack();
        Assert.Equal([3, 1], read.Train.CountPerClass());
        Assert.Equal(Enumerable.Range(0, 784).Select(i => (byte)(i % 28 + i / 28)), read.Test.Pixels(0).ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Drawings_are_scaled_and_centred_as_on_the_pad_where_that_is_wanted(bool wanted)
    {
        // A block of 12 x 12 pixels in the corner: 20 pixels wide and in the middle by MNIST's recipe.
        var block = PngBytes.Grey(28, 28, (x, y) => (byte)(x < 12 && y < 12 ? 255 : 0));

        Import(Zip([.. Files("a", 3, block), .. Files("b", 3, block)]), drawings: wanted);

        var pixels = (await ReadBack()).Train.Pixels(0).ToArray();
        int[] inked = [.. Enumerable.Range(0, 784).Where(i => pixels[i] > 127)];
        Assert.Equal(wanted ? (4, 23) : (0, 11), (inked.Min(i => i % 28), inked.Max(i => i % 28)));
        Assert.Equal(wanted ? (4, 23) : (0, 11), (inked.Min() / 28, inked.Max() / 28));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".gz")]
    public async Task Four_IDX_files_raw_or_gzipped_are_taken_as_they_are(string ending)
    {
        var imported = Import(IdxFiles(ending, [0, 2, 1, 2], [1, 2]));

        Assert.Equal(["0", "1", "2"], imported.ClassNames);
        var read = await ReadBack();
        Assert.Equal(new byte[] { 0, 2, 1, 2 }, read.Train.AllLabels.ToArray());
        Assert.Equal(new byte[] { 1, 2 }, read.Test.AllLabels.ToArray());
    }

    [Fact]
    public void A_cancelled_import_ends()
    {
        using var stop = new CancellationTokenSource();
        var progress = new SynchronousProgress(_ => stop.Cancel());

        Assert.ThrowsAny<OperationCanceledException>(() =>
            DatasetImport.Read(Zip(Classes("", ("a", 9), ("b", 9))), new(), new(), progress, stop.Token));
    }

    [Fact]
    public async Task An_operators_folder_is_offered_by_its_name_to_everybody()
    {
        foreach (var (path, content) in Classes("shapes/", ("circle", 5), ("square", 5)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, path))!);
            File.WriteAllBytes(Path.Combine(_folder, path), content);
        }
        Directory.CreateDirectory(Path.Combine(_folder, "not a name"));
        var store = new DatasetStore(new() { Folder = _folder, DataDirectory = _folder });

        Assert.Equal(["mnist", "fashion-mnist", "mnist-hands", "shapes"], store.Ids);
        var shapes = await store.LoadAsync("shapes");
        Assert.Equal(["circle", "square"], shapes.ClassNames);
        Assert.Equal("folder", shapes.Source);
        Assert.Same(shapes, await store.LoadAsync("shapes"));
        Assert.Equal("dataset-unknown", (await Assert.ThrowsAsync<DatasetException>(() => store.LoadAsync("not a name"))).Code);
    }

    private ImportedDataset Import(IReadOnlyList<(string Name, string Path)> files, DatasetBounds? bounds = null, bool drawings = false)
    {
        var choices = new ImportChoices { Drawings = drawings };
        using var import = DatasetImport.Read(files, bounds ?? new(), choices, null, CancellationToken.None);
        return import.Write(Path.Combine(_folder, "set"), choices, null, CancellationToken.None);
    }

    private Task<ImageDataset> ReadBack() => new DatasetStore(new()).LoadFolderAsync("own-1", "upload", Path.Combine(_folder, "set"));

    private static byte[] Png() => PngBytes.Grey(28, 28, (x, y) => (byte)(x + y));

    private static (string, byte[])[] Classes(string root, params (string Name, int Count)[] classes) =>
        [.. classes.SelectMany(ofClass => Files(root + ofClass.Name, ofClass.Count, Png()))];

    private static (string, byte[])[] Files(string path, int count, byte[] content) =>
        [.. Enumerable.Range(0, count).Select(i => ($"{path}/{i}.png", content))];

    private (string Name, string Path)[] Zip((string Name, byte[] Content)[] entries)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }
        return [Saved("set.zip", memory.ToArray())];
    }

    private (string Name, string Path)[] IdxFiles(string ending, byte[] train, byte[] test)
    {
        return
        [
            Idx("train-images-idx3-ubyte", IdxBytes.Images(train.Length)), Idx("train-labels-idx1-ubyte", IdxBytes.Labels(train)),
            Idx("t10k-images-idx3-ubyte", IdxBytes.Images(test.Length)), Idx("t10k-labels-idx1-ubyte", IdxBytes.Labels(test)),
        ];

        (string, string) Idx(string name, byte[] content) => Saved(name + ending, ending == ".gz" ? IdxBytes.Packed(content) : content);
    }

    private (string Name, string Path) Saved(string name, byte[] content)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("n"));
        File.WriteAllBytes(path, content);
        return (name, path);
    }
}
