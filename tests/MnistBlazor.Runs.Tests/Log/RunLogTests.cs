using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;

namespace MnistBlazor.Runs.Tests.Log;

public sealed class RunLogTests
{
    [Fact]
    public void Events_are_numbered_from_one_without_gaps()
    {
        var log = new RunLog();
        log.Append(new RunQueued());
        log.Append(new BatchTrained(1, 1, 2.3));
        log.Append(new EpochTrained(1, 1, 2.3, 0.1));

        Assert.Equal([1, 2, 3], log.Unstored().Select(happened => happened.Number));
    }

    [Fact]
    public void Readers_see_an_event_only_when_it_is_stored()
    {
        var log = new RunLog();
        log.Append(new RunQueued());
        log.Append(new BatchTrained(1, 1, 2.3));
        Assert.Empty(log.After(0, 10));

        log.MarkStored(1);

        Assert.Equal([1], log.After(0, 10).Select(happened => happened.Number));
        Assert.Equal([2], log.Unstored().Select(happened => happened.Number));
    }

    [Fact]
    public void Without_a_store_readers_see_what_there_is()
    {
        var log = new RunLog();
        log.Append(new RunQueued());

        log.ShowUnstored();

        Assert.Single(log.After(0, 10));
        Assert.Single(log.Unstored());
    }

    [Theory]
    [InlineData(0, 2, new[] { 1, 2 })]
    [InlineData(2, 10, new[] { 3, 4 })]
    [InlineData(4, 10, new int[0])]
    [InlineData(99, 10, new int[0])]
    [InlineData(-5, 1, new[] { 1 })]
    [InlineData(0, -1, new int[0])]
    public void A_reader_gets_what_comes_after_the_number_it_has(int after, int max, int[] expected)
    {
        var log = new RunLog();
        for (var step = 1; step <= 4; step++) log.Append(new BatchTrained(1, step, 1));
        log.MarkStored(4);

        Assert.Equal(expected, log.After(after, max).Select(happened => happened.Number));
    }

    [Fact]
    public void What_is_trained_again_after_a_restart_is_not_written_again()
    {
        RunEvent[] before =
        [
            new RunQueued { Number = 1 }, new RunStarted("cpu", "2", 2, 2) { Number = 2 }, new BatchTrained(1, 1, 0.9) { Number = 3 },
            new BatchTrained(1, 2, 0.8) { Number = 4 }, new EpochTrained(1, 2, 0.85, 1) { Number = 5 },
            new BatchTrained(2, 3, 0.7) { Number = 6 },
        ];
        var log = new RunLog(before);

        log.Append(new RunStarted("cpu", "2", 2, 2));
        log.Append(new BatchTrained(1, 2, 0.8));
        log.Append(new EpochTrained(1, 2, 0.85, 1));
        log.Append(new BatchTrained(2, 3, 0.7));
        log.Append(new BatchTrained(2, 4, 0.6));
        log.Append(new EpochTrained(2, 4, 0.65, 1));

        Assert.Equal([7, 8], log.Unstored().Select(happened => happened.Number));
        Assert.Equal([1, 2, 3, 4, 5, 6], log.After(0, 100).Select(happened => happened.Number));
    }

    [Fact]
    public void An_epoch_that_was_cut_off_from_its_last_batch_is_still_written()
    {
        var log = new RunLog([new BatchTrained(1, 1, 0.9) { Number = 1 }, new BatchTrained(1, 2, 0.8) { Number = 2 }]);

        log.Append(new BatchTrained(1, 2, 0.8));
        log.Append(new EpochTrained(1, 2, 0.85, 1));

        Assert.IsType<EpochTrained>(Assert.Single(log.Unstored()));
    }
}
