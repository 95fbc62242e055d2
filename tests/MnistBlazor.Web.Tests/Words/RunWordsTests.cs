using System.Resources;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Models.Runs;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Words;

/// <summary>Keys of the pages about runs that are put together at run time, so that no compiler sees one that is missing.</summary>
public sealed class RunWordsTests
{
    private static readonly ResourceManager Words = new(typeof(RunWords).FullName!, typeof(RunWords).Assembly);

    [Fact]
    public void Every_state_of_a_run_has_a_name()
    {
        foreach (var status in Enum.GetValues<RunStatus>()) AssertSaid("run." + status.Key());
    }

    [Fact]
    public void Every_choice_of_the_filter_has_a_name()
    {
        foreach (var state in Enum.GetNames<RunStateChoice>()) AssertSaid("filter.state." + state.ToLowerInvariant());
        foreach (var days in new[] { 1, 7, 30 }) AssertSaid("filter.when." + days);
    }

    [Fact]
    public void Every_column_and_every_figure_has_a_name()
    {
        foreach (var column in new[] { "run", "status", "progress", "loss", "accuracy", "time", "started" }) AssertSaid("runs." + column);
        foreach (var figure in new[] { "mean-loss", "held-out", "test" }) AssertSaid("compare." + figure);
    }

    private static void AssertSaid(string key) => Assert.True(Words.GetString(key) is not null, $"RunWords has no '{key}'.");
}
