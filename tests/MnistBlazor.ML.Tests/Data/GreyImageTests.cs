using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Tests.Data;

public class GreyImageTests
{
    [Fact]
    public void An_image_of_28_by_28_pixels_stays_as_it_is()
    {
        var pixels = Enumerable.Range(0, 784).Select(i => (byte)i).ToArray();

        Assert.Equal(pixels, new GreyImage(28, 28, pixels).ToDatasetSize());
    }

    [Fact]
    public void A_larger_image_becomes_the_means_of_its_parts()
    {
        // Four pixels become one: 0, 100, 100 and 200.
        var image = Image(56, 56, (x, y) => (byte)(100 * (x % 2 + y % 2)));

        Assert.All(image.ToDatasetSize(), pixel => Assert.Equal(100, pixel));
    }

    [Fact]
    public void An_odd_size_keeps_its_mean_brightness()
    {
        var random = new Random(1);
        var image = Image(100, 100, (_, _) => (byte)random.Next(256));

        Assert.Equal(image.Pixels.Average(pixel => pixel), image.ToDatasetSize().Average(pixel => pixel), 1.0);
    }

    [Fact]
    public void A_thin_line_keeps_its_ink_wherever_it_lies()
    {
        for (var at = 0; at < 280; at++)
        {
            // A tenth of a new pixel's width: 25.5 of 255.
            var pixels = Image(280, 280, (x, _) => (byte)(x == at ? 255 : 0)).ToDatasetSize();

            Assert.All(Enumerable.Range(0, 784), i => Assert.InRange(pixels[i], i % 28 == at / 10 ? 25 : 0, i % 28 == at / 10 ? 26 : 1));
        }
    }

    [Fact]
    public void A_wide_image_is_centred_on_the_colour_of_its_edges()
    {
        // A dark line of two rows on grey, 56 x 28: rows 7 to 20 are the image, scaled to a half.
        var pixels = Image(56, 28, (_, y) => (byte)(y is 14 or 15 ? 0 : 90)).ToDatasetSize();

        Assert.InRange(pixels[0], 80, 90);
        Assert.Equal(pixels[0], pixels[27 * 28]);
        Assert.Equal(90, pixels[10 * 28 + 5]);
        Assert.Equal(0, pixels[14 * 28 + 5]);
        Assert.Equal(90, pixels[15 * 28 + 5]);
    }

    // Pillow 9.4: Image.fromarray(x).resize((28, 28), Image.BILINEAR), row 9.
    [Fact]
    public void A_smaller_image_is_enlarged_smoothly_as_Pillow_does_it()
    {
        var pixels = Image(4, 4, (x, y) => (byte)(60 * x + 20 * y)).ToDatasetSize();

        byte[] expected =
            [17, 17, 17, 17, 26, 34, 43, 51, 60, 68, 77, 86, 94, 103, 111, 120, 128, 137, 146, 154, 163, 171, 180, 188, 197, 197, 197, 197];
        Assert.All(Enumerable.Range(0, 28), x => Assert.InRange(pixels[9 * 28 + x], expected[x] - 1, expected[x] + 1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 500)]
    [InlineData(500, 1)]
    [InlineData(27, 29)]
    public void Any_shape_gives_784_pixels_and_a_plain_one_stays_plain(int width, int height) =>
        Assert.All(Image(width, height, (_, _) => 200).ToDatasetSize(), pixel => Assert.Equal(200, pixel));

    private static GreyImage Image(int width, int height, Func<int, int, byte> pixel)
    {
        var pixels = new byte[width * height];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = pixel(i % width, i / width);
        return new(width, height, pixels);
    }
}
