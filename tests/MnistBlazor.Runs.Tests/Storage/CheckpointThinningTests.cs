using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs.Tests.Storage;

public sealed class CheckpointThinningTests
{
    [Fact]
    public void Few_checkpoints_are_all_kept() => Assert.Empty(CheckpointThinning.Surplus([10, 20, 30], keep: 3));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_newest_is_always_kept(int keep) => Assert.DoesNotContain(50, CheckpointThinning.Surplus([10, 20, 30, 40, 50], keep));

    [Fact]
    public void As_a_run_goes_on_what_is_kept_stays_spread_over_all_of_it()
    {
        List<int> kept = [];
        for (var epoch = 1; epoch <= 1000; epoch++)
        {
            kept.Add(epoch);
            kept = [.. kept.Except(CheckpointThinning.Surplus(kept, keep: 20))];
        }

        Assert.Equal(20, kept.Count);
        Assert.Equal((1, 1000), (kept[0], kept[^1]));
        Assert.InRange(kept.Zip(kept.Skip(1)).Max(pair => pair.Second - pair.First), 50, 130);
    }
}
