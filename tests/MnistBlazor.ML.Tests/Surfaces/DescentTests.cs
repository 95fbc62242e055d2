using System.Text.Json;
using MnistBlazor.ML.Surfaces;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Tests.Surfaces;

/// <summary>Optimizers on two weights go where PyTorch's go: tests/oracle/optimizer_paths.py.</summary>
public class DescentTests
{
    private static readonly Dictionary<string, double[][]> Oracle = JsonSerializer.Deserialize<Dictionary<string, double[][]>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Surfaces", "descent-oracle.json")))!;

    private static readonly Dictionary<string, OptimizerSpec> Named = new()
    {
        ["sgd"] = new(OptimizerKind.SGD, 0.0005),
        ["momentum"] = new(OptimizerKind.SGD, 0.0005, Momentum: 0.9),
        ["nesterov"] = new(OptimizerKind.SGD, 0.0005, Momentum: 0.9, Nesterov: true),
        ["rmsprop"] = new(OptimizerKind.RMSprop, 0.01),
        ["adagrad"] = new(OptimizerKind.Adagrad, 0.1),
        ["adam"] = new(OptimizerKind.Adam, 0.05),
        ["adamw"] = new(OptimizerKind.AdamW, 0.05, WeightDecay: 0.01),
    };

    public static TheoryData<string, string> Ways =>
        new(from surface in TestSurfaces.All from optimizer in Named.Keys select (surface.Id, optimizer));

    [Theory]
    [MemberData(nameof(Ways))]
    public void Each_step_ends_where_PyTorchs_ends(string id, string optimizer)
    {
        var surface = TestSurfaces.Find(id)!;

        var path = Descent.Walk(surface, new(Named[optimizer], surface.Start, Steps: 100));

        Assert.Equal(101, path.Points.Count);
        foreach (var there in Oracle[$"{id} {optimizer}"])
        {
            var step = (int)there[0];
            Assert.Equal(there[1], path.Points[step].X, 1e-6);
            Assert.Equal(there[2], path.Points[step].Y, 1e-6);
            Assert.Equal(there[3], path.Losses[step], 1e-6 * Math.Max(1, there[3]));
        }
    }

    [Fact]
    public void The_lowest_points_are_where_it_is_said_that_they_are()
    {
        foreach (var surface in TestSurfaces.All)
        {
            var around = surface.Minima.Select(minimum => surface.Grid(
                new(minimum.X - 1e-3, minimum.X + 1e-3, minimum.Y - 1e-3, minimum.Y + 1e-3), columns: 3, rows: 3));

            Assert.All(around, losses => Assert.Equal(4, Array.IndexOf(losses, losses.Min())));
        }
    }

    [Fact]
    public void A_rate_far_too_large_runs_away_and_is_stopped_where_numbers_are_still_numbers()
    {
        var path = Descent.Walk(TestSurfaces.Find("rosenbrock")!, new(new(OptimizerKind.SGD, 0.1), new(-1.5, 2), Steps: 100));

        Assert.True(path.Diverged);
        Assert.InRange(path.Points.Count, 2, 100);
        Assert.All(path.Losses, loss => Assert.True(double.IsFinite(loss)));
        Assert.Equal(path.Points.Count, path.Losses.Count);
    }

    [Fact]
    public void On_the_saddle_plain_descent_is_held_and_what_scales_each_weights_step_gets_away()
    {
        var saddle = TestSurfaces.Find("saddle")!;

        var held = Descent.Walk(saddle, new(new(OptimizerKind.SGD, 0.05), saddle.Start, Steps: 80)).Points[^1];
        var away = Descent.Walk(saddle, new(new(OptimizerKind.RMSprop, 0.05), saddle.Start, Steps: 80)).Points[^1];

        Assert.True(Math.Abs(held.Y) < 0.1, $"Plain descent is at {held}.");
        Assert.Equal(1, away.Y, 0.1);
    }

    [Fact]
    public void Noise_is_the_seeds_and_the_same_for_every_optimizer()
    {
        var valley = TestSurfaces.Find("valley")!;
        var options = new DescentOptions(new(OptimizerKind.SGD, 0.01), valley.Start, Steps: 1, Noise: 0.5, Seed: 7);

        var (noisy, again) = (Descent.Walk(valley, options), Descent.Walk(valley, options));
        var plain = Descent.Walk(valley, options with { Noise = 0 });
        var nesterov = Descent.Walk(
            valley, options with { Optimizer = new(OptimizerKind.SGD, 0.01, Momentum: 0.9, Nesterov: true) });

        Assert.Equal(noisy.Points, again.Points);
        Assert.NotEqual(plain.Points, noisy.Points);
        Assert.NotEqual(noisy.Points, Descent.Walk(valley, options with { Seed = 8 }).Points);
        // Nesterov's first step is 1.9 times the plain one, noise included.
        Assert.Equal(1.9 * (noisy.Points[1].X - valley.Start.X), nesterov.Points[1].X - valley.Start.X, 1e-12);
    }
}
