using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Lessons.Tests.Predictions;

public sealed class TimelineServiceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_is_read_with_at_all_of_its_moments_and_ends_as_the_pad_reads_it()
    {
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var run = await Trained(notebook, epochs: 3);
        var service = notebook.Get<TimelineService>();

        var points = service.Points(Ada, run.Id);

        Assert.Equal([.. Enumerable.Range(0, 13), 24, 36], points.Select(point => point.Step));
        Assert.Equal([0, 1, 1, 2, 3], new[] { 0, 1, 12, 13, 14 }.Select(index => points[index].Epoch));
        var readings = (await service.ReadAsync(Ada, run.Id, Image(0), [.. points.Select(point => point.Step)]))!;
        Assert.Equal(points.Select(point => point.Step), readings.Select(reading => reading.Step).Order());
        var now = (await notebook.Get<PredictionService>().PredictImageAsync(Ada, run.Id, Image(0)))!;
        Assert.Equal(now.Probabilities, readings.Single(reading => reading.Step == 36).Probabilities);
        // Nothing is learnt before the first batch: it hardly tells the classes apart.
        Assert.InRange(readings.Single(reading => reading.Step == 0).Probabilities.Max(), 0.1, 0.3);
        // Asked again, from what is ready.
        var again = (await service.ReadAsync(Ada, run.Id, Image(0), [5, 36, 99]))!;
        Assert.Equal([5, 36], again.Select(reading => reading.Step).Order());
        Assert.Equal(
            readings.Single(reading => reading.Step == 5).Probabilities, again.Single(reading => reading.Step == 5).Probabilities);
    }

    [Fact]
    public async Task Weights_and_test_are_those_of_the_moment_and_a_test_is_made_once()
    {
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var run = await Trained(notebook, epochs: 1);
        var service = notebook.Get<TimelineService>();
        var (_, early) = notebook.Get<RunWeights>().At(Ada, run.Id, [5]).Single();

        var layer = (await service.FirstLayerAsync(Ada, run.Id, 5))!;
        var test = (await service.TestAsync(Ada, run.Id, 5))!;

        Assert.Equivalent(LayerWeights.Of(early)[0], layer, strict: true);
        var dataset = await notebook.Get<Lessons.Datasets.DatasetLibrary>().LoadAsync(Ada, "mnist");
        Assert.Equal(Evaluator.Confusion(early, dataset, "cpu"), test.Confusion);
        Assert.Same(test, await service.TestAsync(Ada, run.Id, 5));
        Assert.Null(await service.TestAsync(Ada, run.Id, 6000));
        Assert.Null(await service.FirstLayerAsync(Ada, run.Id, 6000));
    }

    [Fact]
    public async Task Anothers_run_is_not_looked_at_and_an_image_has_784_pixels()
    {
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var service = notebook.Get<TimelineService>();
        var run = await Trained(notebook, epochs: 1);

        Assert.Throws<RunNotFoundException>(() => service.Points(Bert, run.Id));
        await Assert.ThrowsAsync<RunNotFoundException>(() => service.ReadAsync(Bert, run.Id, Image(0), [1]));
        await Assert.ThrowsAsync<RunNotFoundException>(() => service.FirstLayerAsync(Bert, run.Id, 1));
        await Assert.ThrowsAsync<RunNotFoundException>(() => service.TestAsync(Bert, run.Id, 1));
        await Assert.ThrowsAsync<ArgumentException>(
            () => service.ReadAsync(Ada, run.Id, new byte[ImageSplit.PixelsPerImage - 1], [1]));
    }

    [Fact]
    public async Task Networks_that_are_ready_stay_within_their_bytes_and_the_newest_stays_whatever_it_takes()
    {
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var run = await Trained(notebook, epochs: 1);
        var models = notebook.Get<RunWeights>().At(Ada, run.Id, [1, 2, 3]).ToDictionary(one => one.Step, one => one.Model);
        using var cache = new MomentCache(2 * models[1].Weights.Length + 10);

        foreach (var step in new[] { 1, 2, 1, 3 })
            if (cache.Find(run.Id, step) is null) cache.Add(run.Id, step, models[step]);

        Assert.NotNull(cache.Find(run.Id, 1));
        Assert.Null(cache.Find(run.Id, 2));
        Assert.Equal(2 * models[1].Weights.Length, cache.Bytes);
        using var small = new MomentCache(maxBytes: 1);
        small.Add(run.Id, 1, models[1]);
        small.Add(run.Id, 2, models[2]);
        Assert.Equal((null, models[2].Weights.Length), ((Predictor?)small.Find(run.Id, 1), small.Bytes));
        Assert.NotNull(small.Find(run.Id, 2));
    }

    private static async Task<Run> Trained(TestServer notebook, int epochs)
    {
        var run = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options(epochs));
        await notebook.UntilLastEvent(run);
        return run;
    }

    private static byte[] Image(int index) => TorchTraining.Dataset.Test.Pixels(index).ToArray();
}
