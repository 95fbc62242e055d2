using MnistBlazor.Runs.Log;

namespace MnistBlazor.Runs.Tests.Log;

public sealed class BatchThinningTests
{
    [Theory]
    [InlineData(60, 15, 900)]
    [InlineData(6, 1, 6)]
    public void A_short_run_keeps_every_batch(int stepsPerEpoch, int epochs, int expected) =>
        Assert.Equal(expected, Kept(stepsPerEpoch, epochs).Count);

    [Theory]
    [InlineData(600, 100)]
    [InlineData(60_000, 100)]
    [InlineData(937, 15)]
    public void A_long_run_keeps_about_as_many_as_a_chart_shows(int stepsPerEpoch, int epochs) =>
        Assert.InRange(Kept(stepsPerEpoch, epochs).Count, 900, BatchThinning.Points + BatchThinning.Opening + epochs);

    [Fact]
    public void The_first_batches_and_the_last_of_each_epoch_are_kept()
    {
        var kept = Kept(stepsPerEpoch: 6007, epochs: 10);

        Assert.Equal(Enumerable.Range(1, BatchThinning.Opening), kept.Take(BatchThinning.Opening));
        Assert.All(Enumerable.Range(1, 10), epoch => Assert.Contains(epoch * 6007, kept));
    }

    private static List<int> Kept(int stepsPerEpoch, int epochs)
    {
        var thinning = new BatchThinning(stepsPerEpoch, epochs);
        return [.. Enumerable.Range(1, stepsPerEpoch * epochs).Where(thinning.Keeps)];
    }
}
