using Bunit;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Outputs;
using MnistBlazor.Web.Models.Outputs;

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

    public ShiftsOutputViewTests() => ComponentFactories.AddStub<ShiftBeside>();

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

    [Fact]
    public async Task Another_networks_map_stands_beside_it_with_what_differs_and_what_both_read_at_a_place()
    {
        var view = Render<ShiftsOutputView>(parameters => parameters.Add(view => view.Value, Output));
        var chooser = view.FindComponent<Bunit.TestDoubles.Stub<ShiftBeside>>().Instance.Parameters;
        Assert.Equal(
            (Output.Run, 200, "mnist"), (chooser.Get(one => one.Run), chooser.Get(one => one.Count), chooser.Get(one => one.Dataset)));

        // The other reads 150 of 200 wherever they are; the 0 as a 0, the 1 as a 0.
        var other = new ShownShifts(
            200, 2, new([.. Enumerable.Repeat(150, Places)], [.. Enumerable.Repeat((byte)0, 2 * Places)]),
            new([.. Enumerable.Repeat(150, 9)], [.. Enumerable.Repeat((byte)0, 18)]));
        await view.InvokeAsync(() => chooser.Get(one => one.OnMaps).InvokeAsync(new("plain", "shifted", other)));

        Assert.Equal("0.5000", view.Find("[data-shift='1,-8']").GetAttribute("data-share"));
        Assert.Equal("0.7500", view.Find("[data-shift-beside='1,-8']").GetAttribute("data-share"));
        Assert.Equal(view.Find("[data-shift-beside='0,0']").ClassName, view.Find("[data-shift-beside='8,8']").ClassName);
        Assert.Equal("1 to the right, −8 down: +25.0 points", view.Find("[data-shift-difference='1,-8']").GetAttribute("aria-label"));
        Assert.Equal("better-3", view.Find("[data-shift-difference='1,-8']").ClassName);
        Assert.Equal("worse-2", view.Find("[data-shift-difference='0,0']").ClassName);
        Assert.Equal(
            ["90.0%", "75.0%", "−15.0"], view.FindAll("[data-shift-figures] [data-within='0'] td").Select(cell => cell.TextContent));
        Assert.Equal(
            ["74.0%", "75.0%", "+1.0"], view.FindAll("[data-shift-figures] [data-within='2'] td").Select(cell => cell.TextContent));

        view.Find("[data-shift-beside='4,-2']").Click();
        Assert.Equal(["1", "1"], view.FindAll("[data-shift-examples='4,-2'] figure").Select(figure => figure.GetAttribute("data-read")));
        Assert.Equal(
            ["0", "0"], view.FindAll("[data-shift-examples='4,-2'] figure").Select(figure => figure.GetAttribute("data-read-beside")));
        Assert.Equal(
            "A 0: this network reads 1, the other one 0", view.Find("[data-shift-examples] figure svg").GetAttribute("aria-label"));
        Assert.Equal(3, view.FindAll("[aria-selected=true]").Count);
        view.Find("[data-shift-difference='0,1']").Click();
        Assert.NotEmpty(view.FindAll("[data-shift-examples='0,1']"));

        // A map of other images is none to stand beside this one.
        await view.InvokeAsync(() => chooser.Get(one => one.OnMaps).InvokeAsync(new("plain", "shifted", other with { Count = 100 })));
        Assert.Empty(view.FindAll("[data-shift-beside]"));
    }

    private static bool IsRight(int place) => place % ShiftSurvey.Size > ShiftSurvey.Reach;
}
