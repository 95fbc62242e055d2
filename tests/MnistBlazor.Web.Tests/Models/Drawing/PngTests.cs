using MnistBlazor.Web.Models.Drawing;
using SkiaSharp;

namespace MnistBlazor.Web.Tests.Models.Drawing;

public sealed class PngTests
{
    [Fact]
    public void A_grey_image_comes_back_byte_for_byte_when_it_is_decoded()
    {
        var pixels = Enumerable.Range(0, 784).Select(i => (byte)(i * 7)).ToArray();

        using var image = Decoded(Png.FromGrey(pixels, 28, 28));

        Assert.Equal((28, 28, SKColorType.Gray8), (image.Width, image.Height, image.ColorType));
        Assert.Equal(pixels, image.Pixels.Select(color => color.Red));
    }

    [Fact]
    public void A_colour_image_comes_back_in_its_colours()
    {
        byte[] pixels = [255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3, 128, 128, 128, 250, 251, 252];

        using var image = Decoded(Png.FromRgb(pixels, 3, 2));

        Assert.Equal((3, 2), (image.Width, image.Height));
        Assert.Equal(pixels, image.Pixels.SelectMany(color => new[] { color.Red, color.Green, color.Blue }));
        Assert.All(image.Pixels, color => Assert.Equal(255, color.Alpha));
    }

    [Theory]
    [InlineData(783, 28, 28)]
    [InlineData(785, 28, 28)]
    [InlineData(0, 0, 28)]
    [InlineData(784, -28, -28)]
    public void Pixels_that_do_not_fill_the_image_are_refused(int length, int width, int height)
    {
        Assert.ThrowsAny<ArgumentException>(() => Png.FromGrey(new byte[length], width, height));
        Assert.ThrowsAny<ArgumentException>(() => Png.FromRgb(new byte[3 * length], width, height));
    }

    [Fact]
    public void An_address_holds_the_whole_image() =>
        Assert.Equal("data:image/png;base64,iVBORw==", Png.DataUri([0x89, 0x50, 0x4E, 0x47]));

    private static SKBitmap Decoded(byte[] png)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        return SKBitmap.Decode(png);
    }
}
