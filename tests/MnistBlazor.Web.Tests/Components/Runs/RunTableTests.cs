using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Runs;
using MnistBlazor.Web.Models.Runs;
using MnistBlazor.Web.Tests.Models.Runs;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Components.Runs;

/// <summary>What a click in the table of runs does; <see cref="RunListTests"/> has the orders themselves.</summary>
public sealed class RunTableTests : ComponentTest
{
    private readonly Run _worse = RunSamples.Create(minutes: 1) with { Name = "worse", Accuracy = 0.91 };
    private readonly Run _better = RunSamples.Create(minutes: 2) with { Name = "better", Accuracy = 0.97 };
    private readonly RunList _list = new(run => run.Name!, run => run.Name!, new FakeTimeProvider());
    private readonly IRenderedComponent<RunTable> _table;
    private Run? _starred;
    private int _choices;

    public RunTableTests()
    {
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(RunSamples.Start));
        ComponentFactories.AddStub<RunControls>(); // they need the service that trains
        _list.Update([_better, _worse]);
        _table = Render<RunTable>(parameters => parameters
            .Add(table => table.List, _list)
            .Add(table => table.OnChosen, () => _choices++)
            .Add(table => table.OnStar, run => _starred = run));
    }

    [Fact]
    public void A_heading_sorts_by_its_column_and_again_the_other_way_around()
    {
        _table.Find("[data-sort=accuracy]").Click();
        Assert.Equal(("better,worse", "descending"), Order());

        _table.Find("[data-sort=accuracy]").Click();
        Assert.Equal(("worse,better", "ascending"), Order());

        (string, string?) Order() =>
            (string.Join(',', _table.FindAll(".called").Select(name => name.TextContent)),
                _table.Find("th[aria-sort]").GetAttribute("aria-sort"));
    }

    [Fact]
    public void Of_thousands_of_runs_those_are_asked_for_that_are_shown_and_all_to_be_sorted()
    {
        var asked = new List<int>();
        _table.Render(parameters => parameters.Add(table => table.Unread, 5000).Add(table => table.OnMore, asked.Add));

        _table.Find("[data-runs-more]").Click();
        Assert.Equal([100], asked);
        Assert.True(_list.IsAsStored);
        _table.Find("[data-sort=accuracy]").Click();

        Assert.Equal([100, 100], asked);
        Assert.False(_list.IsAsStored);
    }

    [Fact]
    public void A_tick_chooses_the_run_of_its_row()
    {
        _table.Find($"[data-run='{_worse.Id}'] [data-run-action=choose]").Change(true);

        Assert.Equal([_worse], _list.Chosen);
        Assert.Equal(1, _choices);
    }

    [Fact]
    public void A_star_says_whose_it_is()
    {
        _table.Find($"[data-run='{_better.Id}'] [data-run-action=star]").Click();

        Assert.Equal(_better, _starred);
    }
}
