using Bunit;
using MnistBlazor.Web.Components.Outputs;
using MnistBlazor.Web.Models.Outputs;

namespace MnistBlazor.Web.Tests.Components.Outputs;

/// <summary>What is said of a kernel goes by how large it is.</summary>
public sealed class UnitViewTests : ComponentTest
{
    [Theory]
    [InlineData(1, 3, "Its 9 weights.", 84)]
    [InlineData(1, 5, "Its 25 weights.", 80)]
    [InlineData(4, 3, "9 weights for each of the 4 maps", 30)]
    [InlineData(4, 5, "25 weights for each of the 4 maps", 30)]
    public void A_kernel_is_shown_as_a_square_for_each_map_and_its_weights_are_counted(int maps, int side, string words, int width)
    {
        var view = Render<UnitView>(parameters => parameters.Add(
            view => view.Value, new UnitWeights("conv1", 0, [8, maps, side, side], new float[maps * side * side])));

        Assert.StartsWith(words, view.Find("p").TextContent);
        Assert.Equal(maps, view.FindAll("img").Count);
        Assert.All(view.FindAll("img"), image => Assert.Equal($"{width}", image.GetAttribute("width")));
    }
}
