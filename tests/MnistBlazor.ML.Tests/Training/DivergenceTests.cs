using MnistBlazor.ML.Training;
using static MnistBlazor.ML.Tests.Training.Curve;

namespace MnistBlazor.ML.Tests.Training;

public class DivergenceTests
{
    [Fact]
    public async Task A_learning_rate_that_is_far_too_large_shows_in_the_loss_and_breaks_nothing()
    {
        using var trainer = new Trainer(
            Options(WithDropout, new(OptimizerKind.SGD, 1e30)), await SliceAsync());

        Assert.Contains(Train(trainer), Trainer.HasDiverged);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2.3, false)]
    [InlineData(1e6, false)]
    [InlineData(1.1e6, true)]
    [InlineData(3e30, true)]
    [InlineData(double.PositiveInfinity, true)]
    [InlineData(double.NaN, true)]
    public void A_run_has_diverged_when_its_loss_is_no_number_or_over_a_million(double loss, bool diverged) =>
        Assert.Equal(diverged, Trainer.HasDiverged(loss));
}
