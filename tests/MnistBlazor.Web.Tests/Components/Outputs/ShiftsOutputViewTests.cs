using Bunit;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Outputs;

namespace MnistBlazor.Web.Tests.Components.Outputs;

public sealed class ShiftsOutputViewTests : ComponentTest
{
    private const int Places = ShiftSurvey.Size * ShiftSurvey.Size;

    // Two examples, a 0 and a 1; wherever the images are moved to the right, both are read as 1.
    private static readonly ShiftsOutput Output = new(
        RunId.New(), 200, [0, 100], [0, 1],
        new([.. Enumerable.Range(0, Places).Select(place => IsRight(place) ? 100 : 180)],
            [.. Enumerable.Range(0, Places).SelectMany(place => new[] { (byte)(IsRight(place) ? 1 : 0), (byte)1 })]),
        new([.. Enumerable.Range(0, 9).Select(scale => 20 * scale)], [.. Enumerable.Repeat((byte)0, 18)]))
    {
        Data = new DatasetLabels("mnist", ["0", "1"]),
    };

    [Fact]
    public void Each_place_says_how_well_it_is_read()
    {
        var view = Render<ShiftsOutputView>(parameters => parameters.Add(view => view.Value, Output));

        Assert.Equal(Places, view.FindAll("[data-shift]").Count);
        Assert.Equal("0.5000", view.Find("[data-shift='1,-8']").GetAttribute("data-share"));
        Assert.Equal("−3 to the right, 2 down: 90.0%, 180 of 200", view.Find("[data-shift='-3,2']").GetAttribute("aria-label"));
        Assert.Equal("0.7400", view.Find("[data-value=shift-accuracy-2]").GetAttribute("value"));
        Assert.Equal("0.4000", view.Find("[data-scale='1']").GetAttribute("data-share"));
        Assert.Equal(Places, view.FindAll("details tbody td").Count);
    }

    [Fact]
    public void A_place_that_is_clicked_shows_images_there_and_what_is_read()
    {
        var view = Render<ShiftsOutputView>(parameters => parameters.Add(view => view.Value, Output));
        Assert.Equal(["0", "1"], Read());

        view.Find("[data-shift='4,-2']").Click();
        Assert.Equal(["1", "1"], Read());
        Assert.Equal("translate(4 -2)", view.Find("[data-shift-examples='4,-2'] image").GetAttribute("transform"));
        Assert.Equal("images/mnist/test/100.png", view.FindAll("[data-shift-examples] image")[1].GetAttribute("href"));
        Assert.Single(view.FindAll(".mistaken"));

        view.Find("[data-scale='0.6']").Click();
        Assert.Equal(["0", "0"], Read());
        Assert.Contains("scale(0.6)", view.Find("[data-shift-examples] image").GetAttribute("transform"));

        IEnumerable<string?> Read() => view.FindAll("[data-shift-examples] figure").Select(figure => figure.GetAttribute("data-read"));
    }

    private static bool IsRight(int place) => place % ShiftSurvey.Size > ShiftSurvey.Reach;
}
