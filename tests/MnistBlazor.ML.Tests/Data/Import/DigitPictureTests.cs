using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;
using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Tests.Data.Import;

public sealed class DigitPictureTests
{
    private static readonly byte[] Seven = DigitImage.FromStrokes([[new(0.3f, 0.2f), new(0.7f, 0.2f), new(0.4f, 0.8f)]])!;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void A_photograph_of_a_digit_becomes_the_image_that_was_photographed(int seed, bool board)
    {
        var ink = DigitPicture.Read(Pictures.Photo(Seven, new Random(seed), board), "seven.jpg", new());

        Assert.InRange(Likeness(Seven, DigitImage.StagesOf(ink).Image), 0.75, 1);
        Assert.InRange(Likeness(Seven, DigitImage.StagesOf(ink, DigitSteps.None).Image), 0, 0.6); // small, and somewhere on its sheet
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void So_does_a_screenshot_whatever_its_colours(bool paper) => Assert.InRange(
        Likeness(Seven, DigitImage.StagesOf(DigitPicture.Read(Pictures.Png(Seven, paper), "seven.png", new())).Image), 0.99, 1);

    [Fact]
    public void What_has_no_digit_is_no_image_or_is_too_large_is_refused()
    {
        Assert.Equal("blank", Refused(PngBytes.Grey(200, 200, (_, _) => 255)));
        Assert.Equal("image-format", Refused("a text that is called .png"u8.ToArray()));
        Assert.Equal("image-size", Refused(PngBytes.Grey(200, 200, (_, _) => 255), new() { ImageSide = 100 }));
        Assert.Equal("file-too-large", Refused(new byte[11], new() { FileBytes = 10 }));
        Assert.Throws<ArgumentException>(() => DigitImage.StagesOf(new GreyPicture(2, 2, new byte[4])));
    }

    private static string Refused(byte[] content, DatasetBounds? bounds = null) =>
        Assert.Throws<DatasetException>(() => DigitPicture.Read(content, "seven.png", bounds ?? new())).Code;

    /// <summary>The cosine of the angle between two images.</summary>
    private static double Likeness(byte[] one, byte[] other) => Product(one, other) / Math.Sqrt(Product(one, one) * Product(other, other));

    private static double Product(byte[] one, byte[] other) => one.Zip(other).Sum(pair => (double)pair.First * pair.Second);
}
