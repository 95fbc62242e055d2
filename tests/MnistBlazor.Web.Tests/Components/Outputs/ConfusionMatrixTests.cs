using MnistBlazor.Web.Components.Outputs;

namespace MnistBlazor.Web.Tests.Components.Outputs;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void Nothing_is_paper_and_the_most_is_the_end_of_the_ramp()
    {
        Assert.Equal(0, ConfusionMatrix.LevelOf(0, 1000));
        Assert.Equal(ConfusionMatrix.Levels, ConfusionMatrix.LevelOf(1000, 1000));
        Assert.Equal(0, ConfusionMatrix.LevelOf(0, 0));
    }

    [Fact]
    public void A_single_mistake_can_be_seen_and_more_are_darker()
    {
        var levels = new[] { 1, 5, 20, 80, 300, 1000 }.Select(count => ConfusionMatrix.LevelOf(count, 1000)).ToArray();

        Assert.Equal(1, levels[0]);
        Assert.Equal(levels.Distinct().Order(), levels);
    }
}
