using MnistBlazor.Web.Models.Charts;
using MnistBlazor.Web.Models.Runs;

namespace MnistBlazor.Web.Tests.Models.Runs;

public sealed class RunComparisonTests
{
    [Fact]
    public void Only_options_that_differ_are_named_in_the_lessons_order()
    {
        var options = RunComparison.DifferingOptions([
            RunSamples.Create("mlp", "epochs=3&learning-rate=0.01"), RunSamples.Create("mlp", "epochs=5&learning-rate=0.01"),
            RunSamples.Create("mlp", "epochs=3&learning-rate=0.01&optimizer=sgd"),
        ]);

        Assert.Equal(["optimizer", "beta1", "beta2", "epochs"], options.Select(option => option.Parameter));
        Assert.Equal(["adam", "adam", "sgd"], options[0].Values);
        Assert.Equal(["0.9", "0.9", null], options[1].Values); // SGD has no beta1
        Assert.Equal(["3", "5", "3"], options[3].Values);
    }

    [Fact]
    public void Runs_of_two_lessons_differ_in_what_only_one_of_them_has()
    {
        var options = RunComparison.DifferingOptions([RunSamples.Create("softmax"), RunSamples.Create("mlp")]);

        Assert.Equal([null, "256-relu-0,256-relu-0"], Assert.Single(options, option => option.Parameter == "layers").Values);
        Assert.DoesNotContain(options, option => option.Parameter is "seed" or "epochs");
    }

    [Fact]
    public void The_best_is_the_lowest_loss_or_the_highest_accuracy_and_may_be_shared()
    {
        Assert.Equal([1], RunComparison.Best([0.5, 0.3, null, 0.4], lowest: true));
        Assert.Equal([0, 2], RunComparison.Best([0.9, 0.8, 0.9], lowest: false).Order());
        Assert.Equal([1], RunComparison.Best([double.NaN, 0.3, 0.4], lowest: true));
    }

    [Fact]
    public void Where_there_is_nothing_to_compare_none_is_best()
    {
        Assert.Empty(RunComparison.Best([0.5, null], lowest: true));
        Assert.Empty(RunComparison.Best([0.5, 0.5], lowest: true));
        Assert.Empty(RunComparison.Best([], lowest: false));
    }

    [Fact]
    public void Each_run_has_a_mark_that_tells_it_apart_without_colour()
    {
        Assert.Equal(RunComparison.MaxRuns, RunMark.All.Count);
        Assert.Equal(RunMark.All.Count, RunMark.All.Select(mark => mark.Letter).Distinct().Count());
        Assert.Equal(RunMark.All.Count, RunMark.All.Select(mark => mark.Colour).Distinct().Count());
        Assert.Equal(RunMark.All.Count, RunMark.All.Select(mark => (string.Join(' ', mark.Dash), mark.Symbol)).Distinct().Count());
    }
}
