using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Web.Models.Parameters;

namespace MnistBlazor.Web.Tests.Models.Parameters;

public sealed class SliderScaleTests
{
    private static NumberParameter LearningRate { get; } =
        new("learning-rate", "0.1", 0.00001, 10, 0.01, Logarithmic: true);

    private static NumberParameter Epochs { get; } = new("epochs", "15", 1, 100, 1, Integer: true);

    [Fact]
    public void A_logarithmic_slider_stops_at_one_two_and_five_of_every_power_of_ten()
    {
        var scale = SliderScale.For(LearningRate)!;

        Assert.Equal(
            "0.00001 0.00002 0.00005 0.0001 0.0002 0.0005 0.001 0.002 0.005 0.01 0.02 0.05 0.1 0.2 0.5 1 2 5 10",
            string.Join(' ', Enumerable.Range(0, scale.Last + 1).Select(scale.ValueAt)));
    }

    [Fact]
    public void A_slider_of_whole_numbers_has_no_stops_between_them()
    {
        var scale = SliderScale.For(new("batch-size", "1000", 1, 60, 1, Integer: true, Logarithmic: true))!;

        Assert.Equal("1 2 5 10 20 50 60", string.Join(' ', Enumerable.Range(0, scale.Last + 1).Select(scale.ValueAt)));
    }

    [Fact]
    public void An_even_slider_stops_at_every_step()
    {
        var scale = SliderScale.For(Epochs)!;

        Assert.Equal(99, scale.Last);
        Assert.Equal("1", scale.ValueAt(0));
        Assert.Equal("37", scale.ValueAt(36));
        Assert.Equal("100", scale.ValueAt(99));
    }

    [Fact]
    public void Every_stop_is_a_value_that_the_parameter_takes()
    {
        foreach (var number in LessonCatalog.All.SelectMany(lesson => lesson.Parameters).OfType<NumberParameter>())
        {
            if (SliderScale.For(number) is not { } scale) continue;
            for (var position = 0; position <= scale.Last; position++)
            {
                Assert.Null(number.Check(scale.ValueAt(position)));
                Assert.Equal(
                    position,
                    scale.PositionOf(double.Parse(scale.ValueAt(position), System.Globalization.CultureInfo.InvariantCulture)));
            }
        }
    }

    [Fact]
    public void A_value_between_the_stops_stands_at_the_nearest()
    {
        var scale = SliderScale.For(LearningRate)!;

        Assert.Equal("0.2", scale.ValueAt(scale.PositionOf(0.21)));
        Assert.Equal("10", scale.ValueAt(scale.PositionOf(99)));
    }

    [Fact]
    public void A_position_past_the_ends_is_the_end()
    {
        var scale = SliderScale.For(Epochs)!;

        Assert.Equal("1", scale.ValueAt(-5));
        Assert.Equal("100", scale.ValueAt(1_000_000));
    }

    [Fact]
    public void A_seed_has_too_many_values_for_a_slider() =>
        Assert.Null(SliderScale.For(new("seed", "1", 0, int.MaxValue, 1, Integer: true)));
}
