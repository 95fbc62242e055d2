using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Lessons.Optimizers;
using MnistBlazor.Lessons.Tests.Notebook;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Surfaces;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Lessons.Tests.Optimizers;

/// <summary>The lab's cells do what they say, with real tensors.</summary>
public sealed class OptimizersLessonTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task At_the_saddle_plain_descent_stays_and_those_that_rescale_leave()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var session = Open(server, ("surface", "saddle"), ("optimizers", "sgd,rmsprop,adam"));

        session.Open();
        var state = await session.UntilIdleAsync();

        Assert.Equal(["Done", "Done", "Ready", "Ready", "Ready", "Ready"], state.Cells.Select(cell => $"{cell.Status}"));
        var map = state.Output<SurfaceOutput>(SurfaceCell.Name).Map;
        Assert.Equal((121, 2 * 121 * 121), (map.Side, map.Heights.Length));
        var descent = state.Output<DescentOutput>(DescentCell.Name);
        // The start that is set is the valley's, and off this map.
        Assert.Equal(new SurfacePoint(-1.5, 0.001), descent.Start);
        Assert.Equal(["sgd", "rmsprop", "adam"], descent.Walks.Select(walk => walk.Optimizer));
        Assert.All(descent.Walks, walk =>
            Assert.Equal((151, 151, 151, false), (walk.X.Length, walk.Y.Length, walk.Losses.Length, walk.Diverged)));
        Assert.InRange(descent.Walks[0].Losses[^1], -0.05, 0.05);
        Assert.All(descent.Walks.Skip(1), walk => Assert.Equal(-0.25, walk.Losses[^1], 0.01));

        var stored = NotebookJson.Read(session.Lesson, NotebookJson.Write(session.Lesson, state));
        Assert.Equal(descent.Walks[1].X, stored.Output<DescentOutput>(DescentCell.Name).Walks[1].X);
    }

    [Fact]
    public async Task A_typed_surface_is_walked_from_where_the_learner_puts_the_start()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var session = Open(
            server, ("surface", "own"), ("height", "(x - 1)^2 + y^2"), ("start-x", "-2"), ("start-y", "1.5"), ("optimizers", "sgd:0.1"));

        session.Run(DescentCell.Name);
        var walk = Assert.Single((await session.UntilIdleAsync()).Output<DescentOutput>(DescentCell.Name).Walks);

        Assert.Equal([-2f, 1.5f], [walk.X[0], walk.Y[0]]);
        Assert.Equal(1, walk.X[^1], 1e-3);
        Assert.Equal(0, walk.Y[^1], 1e-3);
        Assert.Equal("parameter.formula.unknown-name", session.SetParameter("height", "x + z")?.Code);
    }

    [Fact]
    public async Task A_race_is_runs_of_lesson_2_one_after_the_other_that_differ_in_nothing_but_their_optimizers()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var session = Open(server, ("epochs", "1"), ("batch-size", "100"), ("hold-out", "100"), ("racers", "sgd:0.2,nesterov,adam"));

        session.Run(RaceCell.Name);
        var first = (await session.UntilAsync(now => now.Cell(RaceCell.Name).Output is not null)).Output<RaceOutput>(RaceCell.Name);
        Assert.Equal("sgd", first.Racers[0].Optimizer);
        var state = await session.UntilIdleAsync();

        Assert.True(state.Cell(RaceCell.Name).Validity is CellValidity.Evaluated, state.Describe());
        var racers = state.Output<RaceOutput>(RaceCell.Name).Racers;
        var runs = racers.Select(racer => server.Runs.Find(TestServer.Ada, racer.Run)!).ToList();
        Assert.Equal(["sgd", "nesterov", "adam"], racers.Select(racer => racer.Optimizer));
        Assert.All(runs, run => Assert.Equal((RunStatus.Completed, "mlp", 5), (run.Status, run.Lesson, run.Step)));
        Assert.Equal([0.2, 0.05, 0.001], runs.Select(run => run.Options.Optimizer.LearningRate));
        Assert.True(runs[1].Options.Optimizer.Nesterov);
        Assert.Single(runs.Select(run => run.Options with { Optimizer = runs[0].Options.Optimizer })
            .Select(options => $"{options}").Distinct());
        Assert.All(runs.Zip(runs.Skip(1)), pair => Assert.True(pair.First.EndedAt <= pair.Second.StartedAt));
        Assert.All(runs, run => Assert.Single(server.Runs.EpochsOf(run.Id)));
    }

    [Fact]
    public async Task A_race_that_is_stopped_keeps_what_was_run_and_starts_no_more()
    {
        NotebookSession? session = null;
        await using var server = await LiveNotebooks.StartAsync(_folder, step =>
        {
            if (step == 6) session!.Stop();
        });
        session = Open(server, ("epochs", "20"), ("batch-size", "100"), ("hold-out", "100"));

        session.Run(RaceCell.Name);
        var state = await session.UntilIdleAsync();

        Assert.Equal(EvaluationEnd.Stopped, state.Cell(RaceCell.Name).Evaluation!.End);
        Assert.Equal("sgd", Assert.Single(state.Output<RaceOutput>(RaceCell.Name).Racers).Optimizer);
        Assert.Equal(RunStatus.Stopped, Assert.Single(server.Runs.List(TestServer.Ada)).Status);
    }

    [Fact]
    public async Task Learning_rates_are_tried_one_after_the_other_and_leave_no_runs_behind()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var session = Open(server, ("batch-size", "50"), ("hold-out", "100"), ("swept", "sgd,adam"), ("rates-per-decade", "1"));

        session.Run(RatesCell.Name);
        var state = await session.UntilIdleAsync();

        Assert.True(state.Cell(RatesCell.Name).Validity is CellValidity.Evaluated, state.Describe());
        var output = state.Output<RatesOutput>(RatesCell.Name);
        Assert.Equal(Math.Log(10), output.Untrained, 1e-12);
        Assert.Equal(["sgd", "adam"], output.Curves.Select(curve => curve.Optimizer));
        Assert.All(output.Curves, curve => Assert.Equal([0.0001, 0.001, 0.01, 0.1, 1, 10], curve.Trials.Select(trial => trial.Rate)));
        Assert.All(output.Curves, curve => Assert.True(curve.Best(output.Untrained)!.Loss < curve.Trials[0].Loss + 1e-9));
        Assert.All(output.Curves.SelectMany(curve => curve.Trials).Where(trial => trial.Rate < 1), trial => Assert.NotNull(trial.Loss));
        Assert.Empty(server.Runs.List(TestServer.Ada));
    }

    [Fact]
    public void Of_the_learning_rates_the_best_is_marked_and_the_first_above_it_that_is_worse_than_a_guess()
    {
        var curve = new RateCurve("sgd", [new(0.001, 2.4), new(0.01, 1.2), new(0.1, 0.4), new(1, 7.5), new(10, null)]);

        Assert.Equal((0.1, 1.0), (curve.Best(2.3)!.Rate, curve.FirstDiverged(2.3)!.Rate));
        Assert.Null(new RateCurve("sgd", [new(10, null)]).Best(2.3));
    }

    [Fact]
    public async Task A_step_shows_numbers_that_add_up()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var session = Open(server, ("step-optimizer", "momentum"), ("step-number", "3"), ("weight-class", "7"));

        session.Run(StepCell.Name);
        var step = (await session.UntilIdleAsync()).Output<StepOutput>(StepCell.Name);

        Assert.Equal((7, 406, 3, 10), (step.Class, step.Pixel, step.Step, step.Weights.Length));
        Assert.Equal(step.Gradient, (step.Parts.Sum(part => part.Contribution) + step.Rest) / step.Images, 1e-12);
        Assert.Equal(step.Gradient, step.FiniteDifference, 1e-7);
        Assert.Equal(step.NewWeight, step.Update[^1].Value, 1e-12);
    }

    [Fact]
    public async Task The_landscape_around_a_run_has_the_run_in_its_middle_and_its_way_through_it()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var session = Open(
            server, ("epochs", "3"), ("batch-size", "100"), ("hold-out", "100"), ("directions", "path"), ("landscape-size", "15"));

        session.Run(LandscapeCell.Name);
        Assert.Equal("landscape.no-run", (await session.UntilIdleAsync()).Cell(LandscapeCell.Name).Failure?.Code);
        session.Run(RaceCell.Name);
        await session.UntilIdleAsync();
        session.Run(LandscapeCell.Name);
        var state = await session.UntilIdleAsync();

        var newest = server.Runs.List(TestServer.Ada)[0];
        var landscape = state.Output<LandscapeOutput>(LandscapeCell.Name);
        Assert.Equal((newest.Id, 15, 2 * 15 * 15), (landscape.Run, landscape.Map.Side, landscape.Map.Heights.Length));
        Assert.Equal([5, 10, 15], landscape.Path.Select(point => point.Step));
        Assert.Equal((0, 0), (landscape.Path[^1].X, landscape.Path[^1].Y));
        Assert.InRange(landscape.Path[0].Share, 0.9, 1);
        Assert.InRange(landscape.Loss, landscape.Map.Scale.Lowest, landscape.Map.Scale.Highest);

        // A run that is not there, or another's.
        Assert.Null(session.SetParameter("network", RunId.New().Value));
        session.Run(LandscapeCell.Name);
        Assert.Equal("landscape.no-run", (await session.UntilIdleAsync()).Cell(LandscapeCell.Name).Failure?.Code);
    }

    [Fact]
    public void Operations_count_what_is_done_with_each_weight()
    {
        var softmax = new SoftmaxRegressionSpec();

        Assert.Equal(7850 * (6 * 1000 + 2), Operations.Of(softmax, 10, new OptimizerSpec(OptimizerKind.SGD, 0.1), images: 1000, steps: 1));
        Assert.Equal(
            7850 * (6 * 1000 + 12), Operations.Of(softmax, 10, new OptimizerSpec(OptimizerKind.Adam, 0.1), images: 1000, steps: 1));
    }

    private static NotebookSession Open(TestServer server, params (string Id, string Text)[] settings)
    {
        var session = server.Get<SessionRegistry>().Open(TestServer.Ada, "optimizers");
        foreach (var (id, text) in settings) Assert.Null(session.SetParameter(id, text));
        return session;
    }
}
