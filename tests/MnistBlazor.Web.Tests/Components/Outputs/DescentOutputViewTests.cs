using Bunit;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Optimizers;
using MnistBlazor.ML.Surfaces;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Outputs;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Models.Outputs;

namespace MnistBlazor.Web.Tests.Components.Outputs;

public sealed class DescentOutputViewTests : ComponentTest
{
    private static readonly SurfaceWindow Window = new(-2, 2, -1, 3);

    private static readonly Walk Adam = new("adam", 0.1, [-2, 0, 1], [3, 1, 1], [100, 10, 0.001f], false);

    [Fact]
    public void Every_walk_has_its_path_and_its_row_and_one_that_ran_away_says_when()
    {
        var view = Show(Adam, new Walk("sgd", 1, [-2, 500], [3, -9e6f], [100, 1e9f], true));

        Assert.Equal(["adam", "sgd"], view.FindAll("[data-path]").Select(path => path.GetAttribute("data-path")));
        Assert.Equal(["2", "1"], view.FindAll("[data-path]").Select(path => path.GetAttribute("data-step")));
        Assert.Equal("M0 0L200 200L300 200", view.Find("[data-path=adam]").GetAttribute("d"));
        Assert.Equal("M0 0L4000 4000", view.Find("[data-path=sgd]").GetAttribute("d"));
        Assert.Equal("translate(0 0)", view.Find("[data-start]").GetAttribute("transform"));
        Assert.Contains("ran away at step 2", view.Find("[data-walk=sgd]").TextContent);
        Assert.Contains("1.000, 1.000", view.Find("[data-walk=adam]").TextContent);
        Assert.Equal(2, view.FindAll("[data-loss]").Count);
    }

    [Fact]
    public void Other_walks_take_the_place_of_the_first()
    {
        var view = Show(Adam);

        view.Render(parameters => parameters.Add(view => view.Value, Output(Adam, Adam with { Optimizer = "adamw" })));

        Assert.Equal(["adam", "adamw"], view.FindAll("[data-head]").Select(head => head.GetAttribute("data-head")));
    }

    [Fact]
    public void Losses_over_many_powers_of_ten_are_drawn_by_their_logarithm_and_others_as_they_are()
    {
        var many = LossLines.Of([Adam], last: 2);
        var few = LossLines.Of([Adam with { Losses = [2, 1, -0.25f] }], last: 2);

        Assert.Equal((true, false), (many.Logarithmic, few.Logarithmic));
        Assert.Equal("100", many.Ticks[^1].Text);
        Assert.Equal("M76 10L430 50L784 210", many.Lines[0]);
        Assert.EndsWith("784 210", few.Lines[0]);
    }

    [Fact]
    public void What_runs_away_does_not_flatten_the_others()
    {
        var lines = LossLines.Of([Adam, new Walk("sgd", 1, [-2, 5], [3, 5], [100, 1e9f], true)], last: 2);

        Assert.Equal("100", lines.Ticks[^1].Text);
    }

    private IRenderedComponent<DescentOutputView> Show(params Walk[] walks) => Render<DescentOutputView>(parameters => parameters
        .AddCascadingValue(new LessonContext(LessonCatalog.Find("optimizers")!, Session: null!, new LearnerId("ada")))
        .Add(view => view.Value, Output(walks)));

    private static DescentOutput Output(params Walk[] walks) => new(
        new HeightMap(Window, 2, new byte[8], new HeightScale(0, 1, null), [new(1, 1)]), new SurfacePoint(-2, 3), 2, walks);
}
