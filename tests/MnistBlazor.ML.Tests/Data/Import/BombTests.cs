using System.Buffers.Binary;
using System.Formats.Tar;
using System.Text;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Tests.Data.Import;

/// <summary>
/// Small files that would be large, or that say so: each is stopped at the bound, by what is there and not by what is said.
/// </summary>
public sealed class BombTests : IDisposable
{
    private static readonly DatasetBounds Small = new() { FileBytes = 1 << 20, TotalBytes = 3 << 20 };

    private static readonly byte[] Zeros = new byte[8_000_000];

    private readonly BroughtFiles _brought = new();

    public void Dispose() => _brought.Dispose();

    [Fact]
    public void A_file_that_unpacks_to_more_than_the_bound_is_stopped_there()
    {
        byte[] npz = [.. BroughtFiles.ZipOf(("arr_0.npy", Zeros)), .. Zeros];
        Assert.All(
            new (string, string)[][]
            {
                [_brought.Zip("set.zip", ("a/0.png", Zeros), ("b/0.png", BroughtFiles.Png))],
                [_brought.Saved("set.tar.gz", IdxBytes.Packed(Tar(Zeros)))],
                Labelled(IdxBytes.Packed([.. IdxBytes.Images(2), .. Zeros])),
                [_brought.Zip("set.zip", ("x.npz", npz))],
                [_brought.Saved("train.csv", CsvBytes(800))],
                [_brought.Zip("set.zip", ("train.csv", IdxBytes.Packed(CsvBytes(800))))],
            },
            files => Assert.Equal("file-too-large", _brought.Refused(Small, files).Code));
    }

    [Fact]
    public void Many_files_within_the_bound_are_stopped_where_all_together_are_past_it()
    {
        var noise = new byte[900_000];
        new Random(1).NextBytes(noise);
        byte[] large = [.. BroughtFiles.Png, .. noise];
        var zip = _brought.Zip("set.zip", [.. Enumerable.Range(0, 5).Select(i => ($"{i}/1.png", large))]);

        Assert.Contains(_brought.Refused(Small, zip).Code, new[] { "file-too-large", "too-much" });
        // Packed well, pictures are larger than their files.
        var picture = PngBytes.Grey(256, 256, (_, _) => 0);
        var pictures = _brought.Zip("set.zip", [.. Enumerable.Range(0, 9).Select(i => ($"{i}/1.png", picture))]);
        Assert.Equal("too-many-pixels", _brought.Refused(new DatasetBounds { TotalPixels = 500_000 }, pictures).Code);
        Assert.Equal("image-size", _brought.Refused(new DatasetBounds { ImageSide = 255 }, pictures).Code);
    }

    [Fact]
    public void Files_that_are_left_out_count_as_well()
    {
        // Each is past its own bound, and unpacked up to it.
        var large = _brought.Zip("set.zip", [.. Enumerable.Range(0, 9).Select(i => ($"{i}/same.png", Zeros))]);
        var damaged = _brought.Zip("set.zip", [.. Enumerable.Range(0, 9).Select(i => ($"{i % 2}/same.png", BroughtFiles.Png[..^30]))]);

        Assert.Equal("too-much", LastOf(_brought.Find(Small, null, large)));
        Assert.Equal("too-many-pixels", LastOf(_brought.Find(new DatasetBounds { TotalPixels = 1 << 20 }, null, damaged)));

        static string LastOf(FoundDataset found) =>
            found.Images.Select(image => Assert.Throws<DatasetException>(() => image.Read())).ToList()[^1].Code;
    }

    [Fact]
    public void Too_many_files_are_refused_before_a_list_of_them_is_made()
    {
        string[] paths = [.. Enumerable.Range(0, 40).Select(i => $"{i % 2}/{i}.png")];
        var bounds = new DatasetBounds { Files = 39 };

        Assert.Equal(("too-many-files", "set.zip"), _brought.Refused(bounds, _brought.Pictures(paths)));
        Assert.Equal(("too-many-files", "set.tar"), _brought.Refused(bounds, _brought.Saved("set.tar", Tar([.. BroughtFiles.Png], paths))));
        (string, byte[])[] nested = [.. paths.Take(38).Select(path => (path, BroughtFiles.Png)), ("a.npz", Arrays(3))];
        Assert.Equal("too-many-files", _brought.Refused(bounds, _brought.Zip("x.zip", nested)).Code);
        Assert.Equal("too-many-files", _brought.Refused(bounds, [.. paths.Select(path => _brought.Saved(path, BroughtFiles.Png))]).Code);
        string[] hidden = [.. paths.Select(path => path.Replace("/", "/."))];
        Assert.Equal("too-many-files", _brought.Refused(bounds, _brought.Pictures(hidden)).Code);
    }

    [Fact]
    public void Too_many_images_are_refused_before_they_are_read()
    {
        var bounds = new DatasetBounds { ImageBytes = 3 * 784 };

        Assert.Equal("too-many-images", _brought.Refused(bounds, _brought.Pictures("a/1.png", "a/2.png", "b/1.png", "b/2.png")).Code);
        Assert.Equal("too-many-images", _brought.Refused(bounds, Labelled(IdxBytes.Images(4), 4)).Code);
        Assert.Equal("too-many-images", _brought.Refused(bounds, _brought.Saved("train.csv", CsvBytes(4))).Code);
    }

    [Fact]
    public void A_header_that_asks_for_memory_gets_none()
    {
        byte[] images = [0, 0, 8, 3, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0x7F, 0xFF, 0, 0, 0x7F, 0xFF];
        byte[] labels = [0, 0, 8, 1, 0x7F, 0xFF, 0xFF, 0xFF], two = IdxBytes.Labels(0, 1);
        byte[] cube = [0, 0, 8, 3, 0, 0, 0, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        byte[] npy = [0x93, .. "NUMPY"u8, 2, 0, 0xFF, 0xFF, 0xFF, 0x7F, .. "{"u8];
        var huge = NpyBytes.Of("<f8", "(9223372036854775807, 9223372036854775807, 28)", []);
        var hugeLabels = NpyBytes.Of("|u1", "(9223372036854775807,)", []);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("too-many-images", Code(_brought.Zip("set.zip", ("train-images", images), ("train-labels", labels))));
        Assert.Equal("image-size", Code(_brought.Zip("set.zip", ("train-images", cube), ("train-labels", two))));
        Assert.Equal("idx-truncated", Code(_brought.Zip("set.zip", ("train-images", IdxBytes.Images(2)[..500]), ("train-labels", two))));
        Assert.Equal("npy-header", Code(_brought.Saved("x.npy", npy)));
        Assert.Equal("too-many-images", Code(_brought.Zip("x.npz", ("x.npy", huge), ("y.npy", hugeLabels))));
        Assert.Equal("archive-damaged", Code(_brought.Saved("set.tar", LongName(0x7FFF_0000))));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Fact]
    public void A_gzip_within_a_gzip_is_no_more_than_named()
    {
        var nested = IdxBytes.Packed(IdxBytes.Packed(IdxBytes.Packed(Zeros)));

        Assert.Equal(("archive-nested", "train-images.gz"), _brought.Refused(_brought.Saved("train-images.gz", nested)));
    }

    [Fact]
    public void An_archive_that_lies_about_its_sizes_is_read_by_what_is_there()
    {
        var bytes = BroughtFiles.ZipOf(("a/0.png", new byte[5_000_000]), ("b/1.png", BroughtFiles.Png));
        // The directory's entry: the unpacked size stands 24 bytes after its mark.
        var entry = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(entry + 24), 100);

        var (code, file) = _brought.Refused(Small, _brought.Saved("set.zip", bytes));

        Assert.Equal("a/0.png", file);
        Assert.Contains(code, new[] { "file-too-large", "archive-damaged", "image-format" });
    }

    [Fact]
    public void A_byte_changed_in_a_picture_that_is_not_packed_is_noticed()
    {
        var zip = ZipBytes.Of(("a/1.png"u8.ToArray(), [], BroughtFiles.Png), ("b/1.png"u8.ToArray(), [], BroughtFiles.Png));
        zip[zip.AsSpan().IndexOf("IDAT"u8) + 20] ^= 1;

        Assert.Equal(("archive-damaged", "a/1.png"), _brought.Refused(_brought.Saved("set.zip", zip)));
    }

    [Theory]
    [InlineData("zip")]
    [InlineData("tar")]
    [InlineData("npz")]
    [InlineData("csv")]
    public void No_changed_byte_does_worse_than_a_refusal(string kind)
    {
        var whole = kind switch
        {
            "zip" => BroughtFiles.ZipOf([.. Enumerable.Range(0, 4).Select(i => ($"{i % 2}/{i}.png", BroughtFiles.Png))]),
            "tar" => Tar(BroughtFiles.Png, "a/1.png", new string('x', 120) + "/b/2.png"),
            "npz" => Arrays(2),
            _ => CsvBytes(3),
        };
        var random = new Random(3);
        var path = Path.Combine(_brought.Folder, "changed");

        for (var i = 0; i < 250; i++)
        {
            var changed = (byte[])whole.Clone();
            // The directory at the end decides most, so it is changed most.
            var at = i % 2 == 0 ? random.Next(whole.Length) : whole.Length - 1 - random.Next(Math.Min(350, whole.Length));
            changed[at] = (byte)random.Next(256);
            File.WriteAllBytes(path, changed);
            if (Record.Exception(() => ReadAll((kind, path))) is { } error) Assert.IsType<DatasetException>(error);
        }
    }

    private string Code((string, string) upload) => _brought.Refused(upload).Code;

    private static void ReadAll((string, string) upload)
    {
        using var files = DatasetFiles.Uploaded([upload], new());
        foreach (var image in DatasetFinder.Find(files, "set", null, null, CancellationToken.None).Images) image.Read();
    }

    private (string, string)[] Labelled(byte[] images, int count = 2)
    {
        byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)i)];
        return [_brought.Saved("train-images", images), _brought.Saved("train-labels", IdxBytes.Labels(labels))];
    }

    private static byte[] CsvBytes(int lines)
    {
        var pixels = string.Join(',', Enumerable.Repeat(255, 784));
        return Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, lines).Select(i => $"{i % 2},{pixels}\n")));
    }

    private static byte[] Arrays(int count) => BroughtFiles.ZipOf(
    [
        .. Enumerable.Range(0, count).Select(i => i % 2 == 0
            ? ($"{i}_x.npy", NpyBytes.Of("|u1", "(2, 28, 28)", new byte[2 * 784]))
            : ($"{i}_y.npy", NpyBytes.Of("|u1", "(2,)", [0, 1]))),
    ]);

    private static byte[] Tar(byte[] content, params string[] paths)
    {
        using var memory = new MemoryStream();
        using (var writer = new TarWriter(memory, leaveOpen: true))
        {
            foreach (var path in paths.DefaultIfEmpty("a/1.png"))
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content) });
        }
        return memory.ToArray();
    }

    /// <summary>The header of a long name that is said to have so many bytes.</summary>
    private static byte[] LongName(int length)
    {
        var tar = Tar(BroughtFiles.Png);
        tar[156] = (byte)'L';
        Encoding.ASCII.GetBytes(Convert.ToString(length, 8).PadLeft(11, '0')).CopyTo(tar, 124);
        tar.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(tar.Take(512).Sum(value => value), 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);
        return tar;
    }
}
