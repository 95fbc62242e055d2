using Bunit;
using MnistBlazor.Web.Components.Outputs;

namespace MnistBlazor.Web.Tests.Components.Outputs;

public sealed class ConfusionMatrixTests : ComponentTest
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

    [Fact]
    public void A_row_is_what_it_is_a_column_what_the_network_says_and_each_place_says_so()
    {
        var matrix = Render<ConfusionMatrix>(parameters => parameters
            .Add(matrix => matrix.Counts, [[1200, 7], [0, 900]])
            .Add(matrix => matrix.ClassNames, ["cat", "dog"]));

        Assert.Equal(["cat", "dog"], matrix.FindAll("tbody th").Select(name => name.TextContent));
        Assert.Equal(["1,200", "7", "", "900"], matrix.FindAll("tbody td").Select(count => count.TextContent));
        Assert.Equal("cat read as dog: 7", matrix.Find("tbody tr:first-child td:nth-of-type(2)").GetAttribute("title"));
        Assert.Equal(["1,200", "900"], matrix.FindAll("td.right").Select(count => count.TextContent));
    }

    [Fact]
    public void Counts_give_way_to_shares_of_the_row()
    {
        var matrix = Render<ConfusionMatrix>(parameters => parameters
            .Add(matrix => matrix.Counts, [[30, 10], [0, 0]])
            .Add(matrix => matrix.ClassNames, ["cat", "dog"]));

        matrix.Find("[data-confusion-in=percent]").Click();

        Assert.Equal(["75", "25", "", ""], matrix.FindAll("tbody td").Select(share => share.TextContent));
        Assert.Equal("true", matrix.Find("[data-confusion-in=percent]").GetAttribute("aria-pressed"));
        Assert.Single(matrix.FindAll("td[tabindex='0']"));
    }
}
