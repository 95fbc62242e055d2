using MnistBlazor.Web.Models.Drawing;

namespace MnistBlazor.Web.Tests.Models.Drawing;

public sealed class WeightColorsTests
{
    private static readonly (byte, byte, byte) White = (255, 255, 255);

    [Theory]
    [InlineData(0f, 2f)]
    [InlineData(float.NaN, 2f)]
    [InlineData(1f, 0f)]
    public void Nothing_is_white(float weight, float strongest) => Assert.Equal(White, WeightColors.Of(weight, strongest));

    [Fact]
    public void Against_is_blue_and_for_is_orange()
    {
        var (r, _, b) = WeightColors.Of(-1, 1);
        Assert.True(b > r);
        (r, _, b) = WeightColors.Of(1, 1);
        Assert.True(r > b);
    }

    [Fact]
    public void Twice_the_weight_is_twice_as_far_from_white()
    {
        var half = WeightColors.Of(-0.4f, 0.8f);
        var full = WeightColors.Of(-0.8f, 0.8f);

        Assert.InRange(255 - full.R, 2 * (255 - half.R) - 1, 2 * (255 - half.R) + 1);
    }

    [Fact]
    public void A_weight_past_the_scale_takes_its_end() => Assert.Equal(WeightColors.Of(1, 1), WeightColors.Of(7, 1));

    [Fact]
    public void The_strongest_is_the_largest_magnitude_of_all_images()
    {
        Assert.Equal(3f, WeightColors.Strongest([[1f, -3f], [2f, 0.5f, float.NaN]]));
        Assert.Equal(0f, WeightColors.Strongest([]));
    }
}
