using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Tests.Inference;

public sealed class DigitStagesTests
{
    /// <summary>A 7 in the lower left quarter of the pad: its ink is heavier at the top.</summary>
    private static readonly StrokePoint[][] Seven = [[new(0.1f, 0.55f), new(0.4f, 0.55f), new(0.2f, 0.95f)]];

    [Theory]
    [InlineData(DigitSteps.All)]
    [InlineData(DigitSteps.Scale)]
    [InlineData(DigitSteps.Centre)]
    [InlineData(DigitSteps.None)]
    public void What_is_shown_last_is_what_the_network_is_given(DigitSteps steps) =>
        Assert.Equal(DigitImage.FromStrokes(Seven, steps: steps), DigitImage.StagesOf(Seven, steps: steps)!.Image);

    [Fact]
    public void The_stages_are_the_pad_its_inked_box_and_that_box_20_pixels_tall()
    {
        var stages = DigitImage.StagesOf(Seven)!;

        Assert.Equal((56, 56), (stages.Raw.Width, stages.Raw.Height));
        var (left, top, right, bottom) = Ink(stages.Raw.Pixels, 56);
        Assert.InRange(right - left - stages.Cropped!.Width, 0, 1); // the box begins within a pixel
        Assert.InRange(bottom - top - stages.Cropped.Height, 0, 1);
        Assert.InRange(stages.Scaled!.Height, 20, 20);
        Assert.InRange(stages.Scaled.Width, 14, 18);
        Assert.Equal(20, Height(stages.Image));
    }

    [Fact]
    public void Without_scaling_a_drawing_keeps_the_size_that_it_has_on_the_pad()
    {
        var stages = DigitImage.StagesOf(Seven, steps: DigitSteps.Centre)!;

        Assert.Null(stages.Cropped);
        Assert.Null(stages.Scaled);
        Assert.InRange(Height(stages.Image), 13, 15); // 0.4 of the pad and the pen's width
        Assert.InRange(CentreOfMass(stages.Image).Y, 14, 15);
    }

    [Fact]
    public void Without_centring_the_box_lies_in_the_middle_and_not_the_mass()
    {
        var (left, top, right, bottom) = Ink(DigitImage.FromStrokes(Seven, steps: DigitSteps.Scale)!, 28);

        Assert.Equal((4, 24), (top, bottom));
        Assert.InRange(left - (28 - right), -1, 1);
        Assert.True(CentreOfMass(DigitImage.FromStrokes(Seven, steps: DigitSteps.Scale)!).Y < 13);
    }

    [Fact]
    public void Without_both_it_stays_where_it_was_drawn()
    {
        var centre = CentreOfMass(DigitImage.FromStrokes(Seven, steps: DigitSteps.None)!);

        Assert.InRange(centre.X, 0.15 * 28, 0.35 * 28);
        Assert.InRange(centre.Y, 0.55 * 28, 0.8 * 28);
    }

    [Fact]
    public void Of_an_empty_pad_there_are_no_stages() => Assert.Null(DigitImage.StagesOf([]));

    private static int Height(byte[] image) => Ink(image, 28) is var ink ? ink.Bottom - ink.Top : 0;

    private static (double X, double Y) CentreOfMass(byte[] image)
    {
        double mass = image.Sum(pixel => pixel);
        return (image.Index().Sum(pixel => (pixel.Index % 28 + 0.5) * pixel.Item) / mass,
            image.Index().Sum(pixel => (pixel.Index / 28 + 0.5) * pixel.Item) / mass);
    }

    private static (int Left, int Top, int Right, int Bottom) Ink(byte[] pixels, int width)
    {
        var inked = pixels.Index().Where(pixel => pixel.Item > 0)
            .Select(pixel => (X: pixel.Index % width, Y: pixel.Index / width)).ToList();
        return (inked.Min(at => at.X), inked.Min(at => at.Y), inked.Max(at => at.X) + 1, inked.Max(at => at.Y) + 1);
    }
}
