using MnistBlazor.Runs.Execution;

namespace MnistBlazor.Runs.Tests.Execution;

public sealed class EarlyStepsTests
{
    [Theory]
    [InlineData(25)]
    [InlineData(60)]
    [InlineData(600)]
    [InlineData(60_000)]
    public void An_epoch_keeps_as_many_steps_as_there_may_be_and_they_move_further_and_further_apart(int stepsPerEpoch)
    {
        var kept = Kept(stepsPerEpoch, new(stepsPerEpoch, bytesEach: 1 << 20, maxBytes: 32 << 20));

        Assert.Equal(EarlySteps.Most, kept.Count);
        Assert.Equal(0, kept[0]);
        var gaps = kept.Append(stepsPerEpoch).Zip(kept.Skip(1).Append(stepsPerEpoch), (step, next) => next - step).ToList();
        Assert.InRange(gaps[0], 1, 2);
        Assert.InRange(gaps.Max(), 1, stepsPerEpoch / 2);
        // But for rounding, each is at least as large as the one before.
        Assert.All(gaps.SkipLast(1).Zip(gaps.Skip(1).SkipLast(1)), pair => Assert.InRange(pair.Second - pair.First, -1, stepsPerEpoch));
    }

    [Fact]
    public void A_short_epoch_keeps_every_step_but_its_last_which_is_a_checkpoint() =>
        Assert.Equal(Enumerable.Range(0, 10), Kept(10, new(10, bytesEach: 1, maxBytes: 100)));

    [Fact]
    public void Large_weights_are_kept_of_fewer_steps_and_of_none_where_there_is_no_room()
    {
        Assert.Equal([0, 8], Kept(60, new(60, bytesEach: 10, maxBytes: 29)));
        Assert.Empty(Kept(60, new(60, bytesEach: 10, maxBytes: 9)));
    }

    private static List<int> Kept(int stepsPerEpoch, EarlySteps steps) =>
        [.. Enumerable.Range(0, 2 * stepsPerEpoch).Where(steps.Keeps)];
}
