using System.Text.Json;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Tests.Data;

public class ImageDecoderTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "images");

    private static readonly Dictionary<string, Expected> Seen = JsonSerializer.Deserialize<Dictionary<string, Expected>>(
        File.ReadAllText(Path.Combine(Folder, "expected.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<string> Kinds => [.. Seen.Keys];

    // The PNG images use every filter, and all were written and read by other programs: see tests/oracle/images.py.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_image_gives_the_grey_that_Pillow_finds(string name)
    {
        var expected = Seen[name];

        var image = Decode(Sample(name));

        Assert.Equal((expected.Width, expected.Height), (image.Width, image.Height));
        Assert.All(expected.Grey.Zip(image.Grey), pixel => Assert.InRange(pixel.Second, pixel.First - 1, pixel.First + 1));
    }

    [Fact]
    public void All_kinds_are_there() =>
        Assert.Equal((19, 11), (Seen.Keys.Count(name => name.EndsWith(".png")), Seen.Keys.Count(name => name.EndsWith(".jpg"))));

    [Fact]
    public void Other_kinds_are_refused_by_their_first_bytes()
    {
        foreach (var content in new[] { Sample("rgb.gif"), [], "no image"u8.ToArray(), "RIFF0000WEBPVP8 "u8.ToArray(), "BM"u8.ToArray() })
            Assert.Equal("image-format", Refused(content).Code);
    }

    // A PNG that lacks no more than its end still has its whole picture.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_cut_off_anywhere_gives_its_whole_picture_or_is_refused_by_its_name(string name)
    {
        var content = Sample(name);
        var whole = Decode(content);

        for (var length = 0; length < content.Length; length++)
        {
            try
            {
                Assert.Equal(whole.Grey, Decode(content[..length]).Grey);
                Assert.EndsWith(".png", name, StringComparison.Ordinal);
            }
            catch (DatasetException error)
            {
                Assert.Equal("image", error.File);
                Assert.Contains(error.Code, new[] { "image-format", "image-damaged" });
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_changed_byte_does_worse_than_a_refusal(string name)
    {
        var whole = Sample(name);
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var change in new byte[] { 0x01, 0x80, 0xFF })
            {
                var changed = (byte[])whole.Clone();
                changed[at] ^= change;
                if (Record.Exception(() => Decode(changed)) is { } error) Assert.IsType<DatasetException>(error);
            }
        }
    }

    [Theory]
    [InlineData(101, 1)]
    [InlineData(1, 101)]
    [InlineData(100_000, 100_000)]
    public void A_picture_past_the_bound_is_refused_by_its_header(int width, int height)
    {
        var png = PngBytes.File(width, height, []);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(["image", $"{width}", $"{height}", "100"], Refused(png).Arguments);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void So_is_a_JPEG()
    {
        var jpeg = Sample("rgb.jpg");
        // The frame's header: its length, bits a channel, height, width.
        var frame = jpeg.AsSpan().IndexOf(new byte[] { 0xFF, 0xC0, 0, 17, 8 });
        (jpeg[frame + 5], jpeg[frame + 6], jpeg[frame + 7], jpeg[frame + 8]) = (0xF0, 0, 0xF0, 0);

        Assert.Equal("image-size", Refused(jpeg).Code);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(-1, 4)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void A_header_that_no_picture_can_have_is_damage(int width, int height) =>
        Assert.Equal("image-damaged", Refused(PngBytes.File(width, height, [])).Code);

    [Fact]
    public void More_data_than_the_picture_takes_are_left_packed()
    {
        var png = PngBytes.File(2, 1, [0, 10, 20, .. new byte[10_000_000]]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(new byte[] { 10, 20 }, Decode(png).Grey);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_palette_image_without_its_palette_is_refused() =>
        Assert.Equal("image-damaged", Refused(PngBytes.File(1, 1, [0, 0], colorType: 3)).Code);

    private static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    private static SourceImage Decode(byte[] content) => ImageDecoder.Decode(content, "image", maxSide: 100);

    private static DatasetException Refused(byte[] content) => Assert.Throws<DatasetException>(() => Decode(content));

    private sealed record Expected(int Width, int Height, int[] Grey);
}
