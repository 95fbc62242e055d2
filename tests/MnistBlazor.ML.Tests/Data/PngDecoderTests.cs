using System.Text.Json;
using MnistBlazor.ML.Data;

namespace MnistBlazor.ML.Tests.Data;

public class PngDecoderTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "png");

    public static TheoryData<string> Kinds => [.. Directory.GetFiles(Folder, "*.png").Select(path => Path.GetFileName(path))];

    // The images use every filter, and were written and read by other programs: see tests/oracle/png_images.py.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_image_gives_the_grey_that_Pillow_finds(string name)
    {
        var expected = JsonSerializer.Deserialize<Dictionary<string, int[]>>(File.ReadAllText(Path.Combine(Folder, "expected.json")))!;

        var image = PngDecoder.Decode(File.ReadAllBytes(Path.Combine(Folder, name)), name, maxSide: 100);

        Assert.Equal((13, 9), (image.Width, image.Height));
        Assert.All(expected[name].Zip(image.Pixels), pixel => Assert.InRange(pixel.Second, pixel.First - 1, pixel.First + 1));
    }

    [Fact]
    public void All_kinds_are_there()
    {
        Assert.Equal(12, Kinds.Count);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused_by_its_name()
    {
        var whole = File.ReadAllBytes(Path.Combine(Folder, "rgb.png"));

        for (var length = 0; length < whole.Length; length++)
        {
            var error = Refused(whole[..length]);
            Assert.Equal("image.png", error.File);
            Assert.StartsWith("png-", error.Code, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_changed_byte_does_worse_than_a_refusal()
    {
        foreach (var name in new[] { "rgb-alpha.png", "palette-4.png" })
        {
            var whole = File.ReadAllBytes(Path.Combine(Folder, name));
            for (var at = 0; at < whole.Length; at++)
            {
                foreach (var change in new byte[] { 0x01, 0x80, 0xFF })
                {
                    var changed = (byte[])whole.Clone();
                    changed[at] ^= change;
                    if (Record.Exception(() => PngDecoder.Decode(changed, name, maxSide: 100)) is { } error) Assert.IsType<DatasetException>(error);
                }
            }
        }
    }

    [Theory]
    [InlineData(101, 1)]
    [InlineData(1, 101)]
    [InlineData(0, 5)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(-1, 4)]
    public void A_picture_past_the_bound_is_refused_before_anything_is_unpacked(int width, int height)
    {
        Assert.Equal("image-size", Refused(PngBytes.File(width, height, [])).Code);
    }

    [Fact]
    public void More_data_than_the_picture_takes_are_left_packed()
    {
        var image = PngDecoder.Decode(PngBytes.File(2, 1, [0, 10, 20, .. new byte[10_000_000]]), "image.png", 100);

        Assert.Equal(new byte[] { 10, 20 }, image.Pixels);
    }

    [Theory]
    [InlineData(16, 0, 0)]
    [InlineData(4, 2, 0)]
    [InlineData(8, 5, 0)]
    [InlineData(8, 0, 1)]
    public void A_kind_that_is_not_read_is_refused_and_named(byte depth, byte colorType, byte interlace)
    {
        Assert.Equal("png-header", Refused(PngBytes.File(1, 1, [0, 0, 0, 0, 0, 0, 0], depth, colorType, interlace)).Code);
    }

    [Fact]
    public void An_unknown_filter_names_its_row()
    {
        Assert.Equal(["image.png", "2", "3"], Refused(PngBytes.File(1, 3, [0, 1, 9, 1, 0, 1])).Arguments);
    }

    [Fact]
    public void A_palette_image_without_its_palette_is_refused()
    {
        Assert.Equal("png-palette", Refused(PngBytes.File(1, 1, [0, 0], colorType: 3)).Code);
    }

    private static DatasetException Refused(byte[] content) =>
        Assert.Throws<DatasetException>(() => PngDecoder.Decode(content, "image.png", maxSide: 100));
}
