using MnistBlazor.Lessons.Optimizers;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Tests.Optimizers;

public class OptimizersParameterTests
{
    private static readonly OptimizersParameter Parameter = OptimizersParameters.Walkers;

    [Theory]
    [InlineData("adam, SGD", "sgd,adam")]
    [InlineData("momentum:0.020:0.90", "momentum:0.02")]
    [InlineData("momentum:0.02:0.5,sgd:1e-3", "sgd:0.001,momentum:0.02:0.5")]
    [InlineData("adamw:0.1:0.9:0.99:0", "adamw:0.1:0.9:0.99:0")]
    public void A_choice_has_one_text_whatever_it_was_written_like(string text, string canonical)
    {
        Assert.True(Parameter.TryRead(text, out var value, out _));

        Assert.Equal(canonical, value);
        Assert.True(Parameter.TryRead(value, out var again, out _));
        Assert.Equal(value, again);
    }

    [Theory]
    [InlineData("", "parameter.optimizers")]
    [InlineData("lion", "parameter.optimizers")]
    [InlineData("sgd,sgd", "parameter.optimizers")]
    [InlineData("sgd:0.1:0.9", "parameter.optimizers")]
    [InlineData("sgd:NaN", "parameter.optimizers")]
    [InlineData("sgd:11", "parameter.optimizers.rate")]
    [InlineData("momentum:0.1:1", "parameter.optimizers.own")]
    public void What_is_no_choice_is_refused_with_a_reason(string text, string code) => Assert.Equal(code, Parameter.Check(text)?.Code);

    [Fact]
    public void A_race_has_three_to_six()
    {
        Assert.Equal("parameter.optimizers.count", OptimizersParameters.Racers.Check("sgd,adam")?.Code);
        Assert.Null(OptimizersParameters.Racers.Check("sgd,momentum,nesterov,rmsprop,adagrad,adam"));
        Assert.Equal(
            "parameter.optimizers.count",
            OptimizersParameters.Racers.Check(string.Join(',', OptimizerKnown.All.Select(known => known.Id)))?.Code);
    }

    [Fact]
    public void All_with_everything_set_fit_into_an_address()
    {
        var all = OptimizersParameter.Format(OptimizerKnown.All.Select(known =>
            OptimizerChoice.Of(known) with { Rate = 0.00123, Own = [.. known.Settings.Select(setting => setting.Maximum)] }));

        Assert.Null(Parameter.Check(all));
    }

    [Fact]
    public void What_is_set_is_what_the_optimizer_gets()
    {
        var choices = OptimizersParameter.Parse("nesterov:0.02:0.8,rmsprop:0.01:0.5,adamw");

        Assert.Equal(
            [
                new OptimizerSpec(OptimizerKind.SGD, 0.02, Momentum: 0.8, Nesterov: true),
                new OptimizerSpec(OptimizerKind.RMSprop, 0.01, Alpha: 0.5),
                new OptimizerSpec(OptimizerKind.AdamW, 0.3, WeightDecay: 0.01),
            ],
            choices.Select(choice => choice.Spec(suited: 0.3)));
    }

    [Fact]
    public void Every_surface_has_a_rate_for_every_optimizer()
    {
        var lesson = LessonCatalog.Find("optimizers")!;
        foreach (var surface in OptimizersParameters.Surface.Choices)
        {
            Assert.All(OptimizerKnown.All, known => Assert.InRange(
                Parameter.SuitedRate(lesson.Defaults.With("surface", surface), known.Id), OptimizersParameter.MinRate, 2));
        }
    }
}
