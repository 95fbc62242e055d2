using Bunit;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Optimizers;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Outputs;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Models.Outputs;

namespace MnistBlazor.Web.Tests.Components.Outputs;

/// <summary>What the lab's later cells show: learning rates, one step, the landscape.</summary>
public sealed class LabViewsTests : ComponentTest
{
    private static readonly RatesOutput Rates = new(
        [new("sgd", [new(0.01, 2), new(0.1, 1), new(1, 9)]), new("adam", [new(0.01, 0.5), new(0.1, null)])], 2.3);

    [Fact]
    public void Every_curve_marks_its_best_rate_and_the_first_that_diverges()
    {
        var view = Show<RatesOutputView, RatesOutput>(Rates);

        Assert.Equal(["sgd", "adam"], view.FindAll("[data-rates]").Select(curve => curve.GetAttribute("data-rates")));
        Assert.Equal(2, view.FindAll("[data-rates] .best").Count);
        Assert.Equal(2, view.FindAll("[data-rates] .lost").Count);
        Assert.Equal(["0.5000", "1.0000"], view.FindAll("td[data-best]").Select(cell => cell.TextContent));
        Assert.Contains("no number", view.Find("tbody").TextContent);
    }

    [Fact]
    public void Rates_stand_by_their_logarithm_and_what_diverges_at_the_top()
    {
        var lines = RateLines.Of(Rates);

        Assert.Equal(["0.01", "0.1", "1"], lines.Powers.Select(power => power.Text));
        Assert.Equal((76, 430, 784), (lines.Powers[0].X, lines.Powers[1].X, lines.Powers[2].X));
        Assert.Equal((784, 14), lines.Curves[0].Diverged);
        Assert.Equal(430, lines.Curves[0].Best!.Value.X);
    }

    [Fact]
    public void A_step_says_its_numbers_and_which_weight_they_are_of()
    {
        var view = Show<StepOutputView, StepOutput>(new StepOutput(
            3, 406, 20, 0.5, 2, 100, [new ImagePart(7, 0.5, 1.5, 0.25, true)], 0.1, -0.0027, -0.0027, 1e-4,
            [new("w′", "w − η g", "0.5 − 0.1 · (−0.0027)", 0.50027)], 0.50027, 1.9, [.. Enumerable.Repeat(new float[784], 10)]));

        Assert.Equal("3", view.Find(".classes [aria-pressed=true]").GetAttribute("data-class"));
        Assert.Equal(
            ("14", "14"), (view.Find("[data-weights] rect").GetAttribute("x"), view.Find("[data-weights] rect").GetAttribute("y")));
        Assert.Equal(
            ("15", "15"), (view.Find("[data-field=row]").GetAttribute("value"), view.Find("[data-field=column]").GetAttribute("value")));
        Assert.Equal("-0.0027", view.Find("[data-value=gradient]").GetAttribute("value"));
        Assert.Contains("99 other images", view.Markup);
        Assert.Contains("0.5 − 0.1 · (−0.0027)", view.Find("[data-line='0']").TextContent);
    }

    private IRenderedComponent<TView> Show<TView, TOutput>(TOutput output)
        where TView : OutputView<TOutput> where TOutput : CellOutput => Render<TView>(parameters => parameters
        .AddCascadingValue(new LessonContext(LessonCatalog.Find("optimizers")!, Session: null!, new LearnerId("ada")))
        .Add(view => view.Value, output));
}
