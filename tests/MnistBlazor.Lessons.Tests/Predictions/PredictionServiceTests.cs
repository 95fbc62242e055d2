using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Inference;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Lessons.Tests.Predictions;

public sealed class DigitReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_network_reads_while_it_trains_and_better_after_it()
    {
        using var go = new Gate();
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend(step =>
        {
            if (step == 13) go.Wait();
        }));
        var reader = notebook.Get<PredictionService>();
        var run = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options(epochs: 12));
        await notebook.Until(run, now => now.Epoch == 1 && now.Step == 12);

        var early = await reader.PredictImageAsync(Ada, run.Id, Image(0));
        go.Set();
        await notebook.UntilLastEvent(run);
        var late = await reader.PredictImageAsync(Ada, run.Id, Image(0));

        Assert.Equal(1, early!.Probabilities.Sum(), 1e-5);
        Assert.Equal(TorchTraining.Dataset.Test.Label(0), late!.Class);
        Assert.True(late.Probabilities.Max() > early.Probabilities[late.Class]);
        Assert.Equal(Image(0), late.Image);
    }

    [Fact]
    public async Task Before_there_are_weights_and_for_an_empty_pad_there_is_no_reading()
    {
        using var go = new Gate();
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend(_ => go.Wait()));
        var reader = notebook.Get<PredictionService>();
        var run = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options());

        Assert.Null(await reader.PredictAsync(Ada, run.Id, Line));
        go.Set();
        await notebook.UntilLastEvent(run);

        Assert.Null(await reader.PredictAsync(Ada, run.Id, []));
        Assert.NotNull(await reader.PredictAsync(Ada, run.Id, Line));
    }

    [Fact]
    public async Task A_finished_run_is_read_with_in_the_next_life_of_the_server()
    {
        Run run;
        Prediction before;
        await using (var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend()))
        {
            run = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options());
            await notebook.UntilLastEvent(run);
            before = (await notebook.Get<PredictionService>().PredictImageAsync(Ada, run.Id, Image(3)))!;
            await notebook.Stop();
        }

        await using var next = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var after = await next.Get<PredictionService>().PredictImageAsync(Ada, run.Id, Image(3));

        Assert.Equal(before.Probabilities, after!.Probabilities);
    }

    [Fact]
    public async Task Anothers_run_does_not_read_and_a_drawing_past_its_bounds_is_refused()
    {
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var reader = notebook.Get<PredictionService>();
        var run = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options());

        await Assert.ThrowsAsync<RunNotFoundException>(() => reader.PredictAsync(Bert, run.Id, Line));
        await Assert.ThrowsAsync<ArgumentException>(
            () => reader.PredictAsync(Ada, run.Id, [.. Enumerable.Repeat(Line[0], DrawingBounds.Strokes + 1)]));
        await Assert.ThrowsAsync<ArgumentException>(() => reader.PredictAsync(Ada, run.Id, [new StrokePoint[DrawingBounds.Points + 1]]));
        await Assert.ThrowsAsync<ArgumentException>(() => reader.PredictAsync(Ada, run.Id, [[new StrokePoint(float.NaN, 0)]]));
        await Assert.ThrowsAsync<ArgumentException>(() => reader.PredictImageAsync(Ada, run.Id, new byte[783]));
    }

    [Fact]
    public async Task Several_runs_read_one_drawing_in_one_turn_and_anothers_is_left_out()
    {
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var reader = notebook.Get<PredictionService>();
        var runs = new List<RunId>();
        foreach (var owner in new[] { Ada, Ada, Bert })
        {
            var run = await notebook.Runs.StartAsync(owner, "mlp", TorchTraining.Options(epochs: 1 + runs.Count));
            await notebook.UntilLastEvent(run);
            runs.Add(run.Id);
        }

        var read = (await reader.PredictAllAsync(Ada, runs, new PadDrawing(Line)))!;

        Assert.Equal(runs.Take(2).ToHashSet(), read.ByRun.Keys.ToHashSet());
        foreach (var run in runs.Take(2))
            Assert.Equal((await reader.PredictAsync(Ada, run, Line))!.Probabilities, read.ByRun[run].Probabilities);
        Assert.Null(read.Stages);
        Assert.Null(await reader.PredictAllAsync(Ada, runs, new PadDrawing([])));
        Assert.Empty((await reader.PredictAllAsync(Ada, [], new PadDrawing(Line, WithStages: true)))!.ByRun);
        await Assert.ThrowsAsync<ArgumentException>(
            () => reader.PredictAllAsync(Ada, [.. Enumerable.Repeat(runs[0], PredictionService.MostRuns + 1)], new PadDrawing(Line)));
    }

    [Fact]
    public async Task So_many_networks_are_kept_ready_and_the_one_not_used_the_longest_leaves()
    {
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var runs = new List<Run>();
        for (var i = 0; i < 3; i++)
        {
            runs.Add(await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options(epochs: 1)));
            await notebook.UntilLastEvent(runs[i]);
        }
        using var cache = new PredictorCache(capacity: 2);
        Predictor Get(int run) => cache.Get(runs[run].Id, notebook.Get<RunWeights>().Newest(Ada, runs[run].Id))!;
        var (first, second) = (Get(0), Get(1));
        Assert.Same(first, Get(0));

        Get(2);

        Assert.Equal(2, cache.Count);
        Assert.Same(first, Get(0));
        Assert.NotSame(second, Get(1));
        Assert.Throws<ObjectDisposedException>(() => second.Predict(Image(0)));
    }

    private static readonly StrokePoint[][] Line = [[new(0.5f, 0.1f), new(0.5f, 0.9f)]];

    private static byte[] Image(int index) => TorchTraining.Dataset.Test.Pixels(index).ToArray();
}
