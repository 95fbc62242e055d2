using MnistBlazor.Lessons.Predictions;

namespace MnistBlazor.Lessons.Tests.Predictions;

public sealed class ReadingOverTimeTests
{
    [Fact]
    public void It_is_learnt_at_the_first_moment_from_which_on_it_is_always_read_so()
    {
        var reading = Reading(1, 7, 1, 7, 7);

        Assert.Equal((7, 30, 20), (reading.Class, reading.Settled.Step, reading.Before!.Step));
        Assert.Equal(1, reading.Before.Class);
    }

    [Fact]
    public void What_was_always_read_so_was_not_learnt_at_any_moment() => Assert.Null(Reading(7, 7, 7).Before);

    [Fact]
    public void What_only_the_newest_moment_reads_was_learnt_there() => Assert.Equal(20, Reading(7, 7, 1).Settled.Step);

    [Fact]
    public void Accuracy_is_the_share_on_the_diagonal()
    {
        var test = new PointTest([[3, 1], [0, 4]], ["a", "b"]);

        Assert.Equal((8, 7, 0.875), (test.Tested, test.Right, test.Accuracy));
        Assert.Equal(0, new PointTest([[0]], ["a"]).Accuracy);
    }

    private static ReadingOverTime Reading(params int[] classes) => new(
    [
        .. classes.Select((label, i) => new PointReading(
            10 * i, [.. Enumerable.Range(0, 10).Select(other => other == label ? 0.91f : 0.01f)], [.. "0123456789".Select(c => $"{c}")])),
    ]);
}
