using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Tests.Inference;

/// <summary>What is drawn on the pad becomes an image like MNIST's, wherever on the pad it is and however large.</summary>
public class DigitImageTests
{
    [Fact]
    public void Nothing_drawn_is_no_image()
    {
        Assert.Null(DigitImage.FromStrokes([]));
        Assert.Null(DigitImage.FromStrokes([[], []]));
    }

    [Fact]
    public void The_longest_side_is_20_pixels_and_the_rest_keeps_its_proportion()
    {
        var ink = Ink(DigitImage.FromStrokes([Line(0.3f, 0.1f, 0.3f, 0.9f), Line(0.3f, 0.9f, 0.7f, 0.9f)])!); // an L twice as tall as wide

        Assert.Equal(20, ink.Bottom - ink.Top);
        Assert.InRange(ink.Right - ink.Left, 11, 12);
    }

    [Fact]
    public void The_centre_of_mass_comes_to_the_centre()
    {
        // A 7: most of its ink is at the top and on the right, so its box is not centred, but its mass is.
        var image = DigitImage.FromStrokes([Line(0.2f, 0.1f, 0.6f, 0.1f), Line(0.6f, 0.1f, 0.4f, 0.7f)])!;

        var (x, y) = CentreOfMass(image);
        Assert.InRange(x, 14, 15); // pixel 14, from edge to edge
        Assert.InRange(y, 14, 15);
    }

    [Theory]
    [InlineData(0.05f, 0.3f)]
    [InlineData(0.5f, 0.4f)]
    [InlineData(0.1f, 0.8f)]
    public void Place_and_size_on_the_pad_do_not_matter(float offset, float size)
    {
        var expected = DigitImage.FromStrokes(Zigzag(0.2f, 0.6f), penWidth: 0.075f)!;

        var image = DigitImage.FromStrokes(Zigzag(offset, size), penWidth: 0.075f * size / 0.6f)!;

        Assert.All(image.Zip(expected), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 16));
    }

    [Fact]
    public void Edges_are_grey()
    {
        var image = DigitImage.FromStrokes([Line(0.1f, 0.1f, 0.9f, 0.8f)])!;

        Assert.Contains(image, pixel => pixel is > 30 and < 225);
        Assert.Contains(image, pixel => pixel == 255);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.004f)] // a dot is never quite still
    public void A_dot_stays_a_dot_in_the_middle(float wobble)
    {
        var ink = Ink(DigitImage.FromStrokes([Line(0.8f, 0.2f, 0.8f + wobble, 0.2f)])!);

        Assert.InRange(ink.Right - ink.Left, 2, 5);
        Assert.InRange(ink.Bottom - ink.Top, 2, 5);
        Assert.InRange((ink.Left + ink.Right) / 2.0, 14, 15);
        Assert.InRange((ink.Top + ink.Bottom) / 2.0, 14, 15);
    }

    [Theory]
    [InlineData(0.01f)]
    [InlineData(0.08f)]
    [InlineData(0.5f)]
    public void A_thin_1_is_20_pixels_tall_and_as_thin_as_a_pen(float penWidth)
    {
        var ink = Ink(DigitImage.FromStrokes([Line(0.5f, 0.1f, 0.5f, 0.9f)], penWidth)!);

        Assert.Equal(20, ink.Bottom - ink.Top);
        Assert.InRange(ink.Right - ink.Left, 2, 5);
    }

    [Fact]
    public void Points_outside_of_the_pad_are_moved_to_its_edge() =>
        Assert.Equal(DigitImage.FromStrokes([Line(0, 0, 1, 1)]), DigitImage.FromStrokes([Line(-5, -1e30f, 7, 1e30f)]));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_no_coordinate_is_refused(float coordinate)
    {
        Assert.Throws<ArgumentException>(() => DigitImage.FromStrokes([[new(0.5f, 0.5f), new(coordinate, 0.5f)]]));
        Assert.Throws<ArgumentException>(() => DigitImage.FromStrokes([[new(0.5f, 0.5f)]], penWidth: coordinate));
    }

    [Fact]
    public void A_small_digit_in_a_corner_of_an_image_is_enlarged_and_centred()
    {
        var pixels = new byte[784];
        for (var y = 1; y < 11; y++) pixels[y * 28 + 2] = pixels[y * 28 + 3] = 255; // 2 wide, 10 tall

        var image = DigitImage.Normalize(pixels);

        Assert.Equal((12, 4, 16, 24), Ink(image)); // 4 wide, 20 tall
        Assert.Equal(255, image[10 * 28 + 13]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    public void A_large_drawing_keeps_its_strokes_at_least_as_thick_as_the_pads(int pen)
    {
        // An upright line of 150 pixels: 20 are left of them, a seventh and a half.
        var pixels = new byte[300 * 200];
        for (var y = 10; y < 160; y++) pixels.AsSpan(y * 300 + 80, pen).Fill(255);

        var image = DigitImage.Normalize(pixels, 300, 200);

        var (_, top, _, bottom) = Ink(image);
        Assert.InRange(bottom - top, 20, 21);
        Assert.InRange(Enumerable.Range(0, 28).Sum(x => image[14 * 28 + x] / 255.0), pen == 2 ? 1.7 : 3.9, pen == 2 ? 2.3 : 4.1);
    }

    [Fact]
    public void An_empty_image_stays_empty()
    {
        Assert.Equal(new byte[784], DigitImage.Normalize(new byte[784]));
        Assert.Throws<ArgumentException>(() => DigitImage.Normalize(new byte[783]));
        Assert.Throws<ArgumentException>(() => DigitImage.Normalize(new byte[783], 28, 28));
    }

    [Fact]
    public async Task MNISTs_own_digits_stay_as_they_are()
    {
        var test = (await Mnist.LoadAsync()).Test;

        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(test.Pixels(i).ToArray(), DigitImage.Normalize(test.Pixels(i))));
    }

    private static StrokePoint[] Line(float fromX, float fromY, float toX, float toY) => [new(fromX, fromY), new(toX, toY)];

    private static StrokePoint[][] Zigzag(float offset, float size) =>
        [[new(offset, offset), new(offset + size / 2, offset), new(offset, offset + size), new(offset + size / 2, offset + size)]];

    private static (int Left, int Top, int Right, int Bottom) Ink(byte[] image)
    {
        var inked = Enumerable.Range(0, 784).Where(i => image[i] > 0).ToList();
        return (inked.Min(i => i % 28), inked.Min(i => i / 28), inked.Max(i => i % 28) + 1, inked.Max(i => i / 28) + 1);
    }

    private static (double X, double Y) CentreOfMass(byte[] image)
    {
        var mass = image.Sum(pixel => (double)pixel);
        return (Enumerable.Range(0, 784).Sum(i => image[i] * (i % 28 + 0.5)) / mass,
            Enumerable.Range(0, 784).Sum(i => image[i] * (i / 28 + 0.5)) / mass);
    }
}
