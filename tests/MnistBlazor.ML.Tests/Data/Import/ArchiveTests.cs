using System.Formats.Tar;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Tests.Data.Import;

/// <summary>Archives of every kind: each that is right gives its files, every other a sentence of its own.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly BroughtFiles _brought = new();

    public void Dispose() => _brought.Dispose();

    [Theory]
    [InlineData("set.tar", false)]
    [InlineData("set.tar.gz", true)]
    [InlineData("set.tgz", true)]
    [InlineData("called-anything", true)]
    public void A_tar_is_read_packed_or_not(string name, bool packed)
    {
        var tar = Tar(writer =>
        {
            var folder = string.Join('/', Enumerable.Repeat("deep", 40));
            writer.WriteEntry(new GnuTarEntry(TarEntryType.Directory, "set/a/"));
            Add(writer, new GnuTarEntry(TarEntryType.RegularFile, "set/a/1.png"));
            Add(writer, new PaxTarEntry(TarEntryType.RegularFile, $"set/고양이/{folder}/2.png"));
            Add(writer, new UstarTarEntry(TarEntryType.RegularFile, "set/a/3.png"));
            Add(writer, new V7TarEntry(TarEntryType.V7RegularFile, "set/a/4.png"));
        });

        var found = _brought.Find(_brought.Saved(name, packed ? IdxBytes.Packed(tar) : tar));

        Assert.Equal(["a", "고양이"], found.ClassNames);
        Assert.Equal(4, found.Images.Count);
        // Again, and in another order than they lie there.
        foreach (var image in found.Images.Concat(found.Images.Reverse())) Assert.Equal(3, image.Read().Grey[3]);
    }

    [Fact]
    public void Links_in_an_archive_lead_nowhere()
    {
        var tar = Tar(writer =>
        {
            Add(writer, new PaxTarEntry(TarEntryType.RegularFile, "a/1.png"));
            Add(writer, new PaxTarEntry(TarEntryType.RegularFile, "b/1.png"));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "b/2.png") { LinkName = "/etc/passwd" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "b/3.png") { LinkName = "a/1.png" });
        });

        var found = _brought.Find(_brought.Saved("set.tar", tar));

        Assert.Equal(["a/1.png", "b/1.png"], found.Images.Select(image => image.File));
        Assert.Equal([("file-link", "b/2.png"), ("file-link", "b/3.png")], found.Skipped.Select(reason => (reason.Code, reason.File)));
    }

    [Fact]
    public void Paths_that_lead_out_of_an_archive_are_names_and_no_more()
    {
        var found = _brought.Find(_brought.Pictures("a/1.png", "b/1.png", "../../a/2.png", "/b/3.png", "./b/4.png"));

        Assert.Equal(["a/1.png", "b/1.png", "b/3.png", "b/4.png"], found.Images.Select(image => image.File));
        Assert.Equal(["a", "b"], found.ClassNames);
    }

    [Fact]
    public void Several_archives_at_once_are_folders_of_their_names()
    {
        var found = _brought.Find(
            _brought.Zip("train.zip", ("0/1.png", BroughtFiles.Png), ("1/1.png", BroughtFiles.Png)),
            _brought.Zip("test.zip", ("0/1.png", BroughtFiles.Png)));

        Assert.Equal(["0", "1"], found.ClassNames);
        Assert.Equal([ImageRole.Test, ImageRole.Train, ImageRole.Train], found.Images.Select(image => image.Role));
    }

    [Fact]
    public void Each_way_in_which_an_archive_is_of_no_use_has_its_own_sentence()
    {
        var zip = BroughtFiles.ZipOf(("a/1.png", BroughtFiles.Png), ("b/1.png", BroughtFiles.Png));
        var tar = Tar(writer => Add(writer, new PaxTarEntry(TarEntryType.RegularFile, "a/1.png")));
        Assert.Equal("archive-damaged", Code("set.zip", [1, 2, 3]));
        Assert.Equal("archive-damaged", Code("set.zip", zip[..^30]));
        Assert.Equal("archive-damaged", Code("set.tar.gz", "<!DOCTYPE html>"u8.ToArray()));
        Assert.Equal("gzip-damaged", Code("set.tar.gz", IdxBytes.Packed(tar)[..200]));
        Assert.Equal("archive-damaged", Code("set.tar", tar[..1600]));
        Assert.Equal("archive-locked", Code("set.zip", Changed(zip, 8, 1)));
        Assert.Equal("archive-method", Code("set.zip", Changed(zip, 10, 14)));
        Assert.Equal("archive-empty", Code("set.zip", BroughtFiles.ZipOf()));
        Assert.Equal("archive-empty", Code("set.zip", BroughtFiles.ZipOf(("folder/", []))));
        Assert.Equal("archive-empty", Code("set.tar", Tar(writer => writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "a/")))));
        Assert.Equal("archive-split", Code("set.zip", [.. "PK\u0007\b"u8, .. zip[4..^30]]));
        Assert.Equal("archive-split", Code("set.z01", zip[..^30]));
        Assert.Equal("archive-split", Code("set.zip.002", [9, 9, 0, 9]));
        Assert.Equal("archive-split", Code("set.zip", [.. zip[..^18], 2, 0, 2, 0, .. zip[^14..]]));
        Assert.Equal("archive-kind", Code("set.7z", [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C, 0, 4]));
        Assert.Equal("archive-kind", Code("set.zip", [.. "Rar!\u001a\u0007"u8, 1, 0]));
        Assert.Equal("file-empty", Code("set.zip", []));
        Assert.Equal("archive-nested", Code("set.zip", BroughtFiles.ZipOf(("inner.zip", zip))));
        Assert.Equal("table-kind", Code("set.zip", BroughtFiles.ZipOf(("emnist.mat", [.. "MATLAB 5.0 MAT-file"u8, 0]))));
        Assert.Equal("table-kind", Code("set.parquet", [.. "PAR1"u8, 0, 1, 2, 3]));
        Assert.Equal("entry-names", Code("set.zip", ZipBytes.Of(([0xC4, 0xFF, (byte)'/', (byte)'1'], [], [1]))));
    }

    [Fact]
    public void A_cancelled_look_ends_and_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        var progress = new SynchronousProgress(_ => stop.Cancel());
        var tar = Tar(writer => Add(writer, new PaxTarEntry(TarEntryType.RegularFile, "a/1.png")));
        var upload = _brought.Saved("set.tgz", IdxBytes.Packed(tar));

        Assert.ThrowsAny<OperationCanceledException>(() => DatasetFiles.Uploaded([upload], new(), progress, stop.Token));

        Assert.Equal([upload.Path], Directory.GetFiles(_brought.Folder));
    }

    [Fact]
    public void Nothing_unpacked_outlives_its_data_set()
    {
        var images = IdxBytes.Packed(IdxBytes.Images(2));
        var upload = _brought.Zip("set.zip", ("train-images.gz", images), ("train-labels", IdxBytes.Labels(0, 1)));
        using (var files = DatasetFiles.Uploaded([upload], new()))
        {
            DatasetFinder.Find(files, "set.zip", null, null, CancellationToken.None);
            Assert.Equal(2, Directory.GetFiles(_brought.Folder).Length);
        }
        Assert.Equal([upload.Path], Directory.GetFiles(_brought.Folder));
    }

    private string Code(string name, byte[] content) => _brought.Refused(_brought.Saved(name, content)).Code;

    // A field of the first entry in the archive's directory, two bytes at an offset.
    private static byte[] Changed(byte[] zip, int offset, byte value)
    {
        var changed = (byte[])zip.Clone();
        changed[zip.AsSpan().IndexOf("PK\u0001\u0002"u8) + offset] = value;
        return changed;
    }

    private static byte[] Tar(Action<TarWriter> write)
    {
        using var memory = new MemoryStream();
        using (var writer = new TarWriter(memory, leaveOpen: true)) write(writer);
        return memory.ToArray();
    }

    private static void Add(TarWriter writer, TarEntry entry)
    {
        entry.DataStream = new MemoryStream(BroughtFiles.Png);
        writer.WriteEntry(entry);
    }
}
