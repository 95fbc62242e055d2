using System.Text.Json;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;
using SkiaSharp;

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
        Assert.Equal(expected.Alpha?.Select(alpha => (byte)alpha), image.Alpha);
        for (var i = 0; i < image.Grey.Length; i++)
        {
            // What cannot be seen at all has no colour either.
            if (image.Alpha?[i] != 0) Assert.InRange(image.Grey[i], expected.Grey[i] - 1, expected.Grey[i] + 1);
        }
        Assert.Equal(name.StartsWith("turned", StringComparison.Ordinal), image.WasTurned);
    }

    [Fact]
    public void All_kinds_are_there() => Assert.Equal(
        [(".bmp", 5), (".gif", 4), (".jpg", 11), (".png", 19), (".webp", 4)],
        Seen.Keys.GroupBy(Path.GetExtension).OrderBy(kind => kind.Key).Select(kind => (kind.Key, kind.Count())));

    [Fact]
    public void Other_kinds_are_refused_by_their_first_bytes()
    {
        foreach (var content in new[] { Sample("rgb.tiff"), [], "no image"u8.ToArray(), "RIFF0000WAVEfmt "u8.ToArray(), "BM"u8.ToArray() })
            Assert.Equal("image-format", Refused(content).Code);
    }

    // What lacks no more than its end still has its whole picture.
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
                Assert.False(name.EndsWith(".jpg", StringComparison.Ordinal));
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
    [InlineData("rgb-lossless.webp", 21, new byte[] { 0xFF, 0xFF, 0xFF, 0x0F })]
    [InlineData("rgb.webp", 26, new byte[] { 0xFF, 0x3F, 0xFF, 0x3F })]
    [InlineData("palette.gif", 6, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData("rgb.bmp", 18, new byte[] { 0xFF, 0xFF, 0xFF, 0x0F, 0xFF, 0xFF, 0xFF, 0x0F })]
    public void And_any_other_whose_header_lies(string name, int at, byte[] size)
    {
        var content = Sample(name);
        size.CopyTo(content, at);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains(Refused(content).Code, new[] { "image-size", "image-damaged" });

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void No_picture_has_more_pixels_than_memory_is_meant_for()
    {
        var error = Assert.Throws<DatasetException>(() => ImageDecoder.Decode(PngBytes.File(16_000, 16_000, []), "image", maxSide: 16_384));

        Assert.Equal(("image-pixels", "image, 16000, 16000, 16"), (error.Code, string.Join(", ", error.Arguments)));
    }

    [Fact]
    public void A_photograph_of_a_telephone_is_read_at_a_smaller_scale()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(8000, 6000, SKColorType.Gray8));
        bitmap.GetPixelSpan()[..(8000 * 3000)].Fill(200);
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 80);

        var photo = ImageDecoder.Decode(jpeg.ToArray(), "photo", maxSide: 1 << 14);

        Assert.Equal((1000, 750), (photo.Width, photo.Height));
        Assert.Equal(200, photo.Grey[100 * 1000 + 500]);
        Assert.Equal(0, photo.Grey[700 * 1000 + 500]);
        Assert.Equal(2000, ImageDecoder.Decode(jpeg.ToArray(), "photo", maxSide: 1 << 14, enough: 1600).Width);
    }

    [Fact]
    public void A_JPEG_that_goes_over_its_picture_without_end_is_damage()
    {
        var jpeg = Sample("rgb-progressive.jpg");
        var scan = jpeg.AsSpan().IndexOf(new byte[] { 0xFF, 0xDA });

        byte[] many = [.. jpeg[..scan], .. Enumerable.Repeat(jpeg[scan..^2], 100).SelectMany(part => part), 0xFF, 0xD9];

        Assert.Equal("image-damaged", Refused(many).Code);
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

    private sealed record Expected(int Width, int Height, int[] Grey, int[]? Alpha);
}
