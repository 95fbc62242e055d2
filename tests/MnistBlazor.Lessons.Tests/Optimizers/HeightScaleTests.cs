using MnistBlazor.Lessons.Optimizers;

namespace MnistBlazor.Lessons.Tests.Optimizers;

public class HeightScaleTests
{
    [Fact]
    public void Even_heights_are_drawn_as_they_are()
    {
        var scale = HeightScale.Of([-1, 0, 1, 2, 3]);

        Assert.Null(scale.Soft);
        Assert.Equal([0.0, 0.5, 1.0, 1.0, 0.0], new double[] { -1, 1, 3, 9, -9 }.Select(loss => scale.Height(loss)!.Value));
    }

    [Fact]
    public void A_gorge_between_mountains_is_drawn_by_logarithms_so_that_its_ground_is_seen()
    {
        var scale = HeightScale.Of([0, 1, 2, 3, 100_000]);

        Assert.NotNull(scale.Soft);
        Assert.InRange(scale.Height(2)!.Value, 0.2, 0.8);
        Assert.Equal((0.0, 1.0), (scale.Height(0), scale.Height(100_000)));
    }

    [Fact]
    public void A_place_without_a_value_has_no_height_and_flat_ground_is_low()
    {
        var scale = HeightScale.Of([double.NaN, 2, 2, double.PositiveInfinity]);

        Assert.Null(scale.Height(double.NaN));
        Assert.Equal([0xff, 0xff, 0, 0, 0, 0, 0xfe, 0xff], scale.Pack([double.NaN, 2, 2, double.PositiveInfinity]));
    }
}
