using System.Diagnostics;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests;

public sealed class RunLifeTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_goes_from_queued_to_completed_and_its_log_tells_all_of_it()
    {
        await using var server = await Start(_folder, _training.Backend);

        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(epochs: 2));
        var events = await server.UntilLastEvent(run);

        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(happened => happened.Number));
        Assert.IsType<RunQueued>(events[0]);
        Assert.Equal(new RunStarted("cpu", "none", 10, 2) { Number = 2, At = events[1].At }, events[1]);
        Assert.Equal(Enumerable.Range(1, 20), events.OfType<BatchTrained>().Select(batch => batch.Step));
        Assert.Equal([(1, 10), (2, 20)], events.OfType<EpochTrained>().Select(epoch => (epoch.Epoch, epoch.Step)));
        Assert.Equal(RunStatus.Completed, ((RunEnded)events[^1]).Status);
        var firstEpoch = events.OfType<BatchTrained>().Take(10).Average(batch => batch.Loss);
        Assert.Equal(firstEpoch, events.OfType<EpochTrained>().First().MeanLoss, 1e-12);

        var ended = server.Runs.Find(Ada, run.Id)!;
        Assert.Equal((RunStatus.Completed, 20, 2, 10), (ended.Status, ended.Step, ended.Epoch, ended.StepsPerEpoch));
        Assert.Equal(events.OfType<EpochTrained>().Last().MeanLoss, ended.Loss);
        Assert.True(ended.CreatedAt <= ended.StartedAt && ended.StartedAt <= ended.EndedAt);
        Assert.Equal(0, _training.TrainersAlive);
    }

    [Fact]
    public async Task Each_epoch_tells_how_the_network_does_on_the_images_held_out_if_there_are_any()
    {
        await using var server = await Start(_folder, _training.Backend);

        var with = await server.UntilLastEvent(
            await server.Runs.StartAsync(Ada, "cnn", FakeTraining.Options(epochs: 2) with { ValidationCount = 10 }));
        var without = await server.UntilLastEvent(await server.Runs.StartAsync(Ada, "cnn", FakeTraining.Options(epochs: 2)));

        var batch = with.OfType<BatchTrained>().Last().Loss;
        var epoch = with.OfType<EpochTrained>().Last();
        Assert.Equal((batch, 1 - batch), (epoch.ValidationLoss, epoch.ValidationAccuracy));
        Assert.All(without.OfType<EpochTrained>(), epoch => Assert.Null(epoch.ValidationAccuracy));
    }

    [Fact]
    public async Task Stop_ends_a_run_within_one_batch_and_keeps_its_weights()
    {
        await using var server = await Start(_folder, _training.Backend);
        At(step: 14, () => server.Runs.StopAsync(Ada, server.Runs.List(Ada).Single().Id));

        var ended = await server.UntilEnded(await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(epochs: 100)));

        Assert.Equal((RunStatus.Stopped, 14), (ended.Status, ended.Step));
        Assert.Equal(14, FakeTraining.StepOf(server.Runs.Model(Ada, ended.Id)!));
    }

    [Fact]
    public async Task A_paused_run_holds_its_step_and_resumes_with_the_very_next_one()
    {
        await using var server = await Start(_folder, _training.Backend);
        var uninterrupted = await server.UntilLastEvent(await server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options()));
        At(step: 7, () => server.Runs.PauseAsync(Ada, server.Runs.List(Ada).Single().Id));

        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        var paused = await server.Until(run, now => now.Status == RunStatus.Paused);
        Assert.Equal(7, paused.Step);
        Assert.Equal(0, _training.TrainersAlive);

        await server.Runs.ResumeAsync(Ada, run.Id);
        var events = await server.UntilLastEvent(run);

        Assert.Equal(Losses(uninterrupted), Losses(events));
        Assert.Equal(7, ((BatchTrained)events[events.ToList().FindIndex(happened => happened is RunPaused) - 1]).Step);
    }

    [Fact]
    public async Task A_paused_run_can_be_stepped_by_one_batch_and_to_the_end_of_its_epoch()
    {
        await using var server = await Start(_folder, _training.Backend);
        At(step: 7, () => server.Runs.PauseAsync(Ada, server.Runs.List(Ada).Single().Id));
        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await server.Until(run, now => now.Status == RunStatus.Paused);

        await server.Runs.StepAsync(Ada, run.Id, StepLength.Batch);
        await server.Until(run, now => now is { Status: RunStatus.Paused, Step: 8 });
        await server.Runs.StepAsync(Ada, run.Id, StepLength.Epoch);
        await server.Until(run, now => now is { Status: RunStatus.Paused, Step: 10 });
        await server.Runs.StepAsync(Ada, run.Id, StepLength.Epoch);
        await server.Until(run, now => now is { Status: RunStatus.Paused, Step: 20 });
        await server.Runs.StopAsync(Ada, run.Id);

        Assert.Equal(RunStatus.Stopped, (await server.UntilEnded(run)).Status);
    }

    [Fact]
    public async Task Steps_asked_for_in_quick_succession_are_all_made()
    {
        await using var server = await Start(_folder, _training.Backend);
        At(step: 7, () => server.Runs.PauseAsync(Ada, server.Runs.List(Ada).Single().Id));
        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await server.Until(run, now => now.Status == RunStatus.Paused);

        for (var i = 0; i < 3; i++) await server.Runs.StepAsync(Ada, run.Id, StepLength.Batch);

        await server.Until(run, now => now is { Status: RunStatus.Paused, Step: 10 });
    }

    [Fact]
    public async Task A_queued_run_can_be_cancelled()
    {
        await using var server = await Start(_folder, _training.Backend);
        using var training = new Gate();
        At(step: 1, training.Wait);
        var first = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        var second = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(seed: 2));

        await server.Runs.StopAsync(Ada, second.Id);
        var events = await server.UntilLastEvent(second);
        training.Set();
        await server.UntilEnded(first);

        Assert.Equal([typeof(RunQueued), typeof(RunEnded)], events.Select(happened => happened.GetType()));
        var cancelled = server.Runs.Find(Ada, second.Id)!;
        Assert.Equal((RunStatus.Stopped, 0), (cancelled.Status, cancelled.Step));
        Assert.DoesNotContain(2, _training.Batches);
    }

    [Fact]
    public async Task A_queued_run_knows_its_place_in_line_and_how_long_it_takes()
    {
        await using var server = await Start(_folder, _training.Backend);
        await server.UntilEnded(await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options()));
        using var training = new Gate();
        At(step: 1, training.Wait);
        var running = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await server.Until(running, now => now.Status == RunStatus.Running);
        await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        var last = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());

        Assert.Equal(2, last.QueuePosition);
        Assert.True(last.EstimatedWait > server.Runs.Find(Ada, running.Id)!.EstimatedWait);
        Assert.Equal((2, 1), (server.Runs.Queue.Length, server.Runs.Queue.Running));
        training.Set();
        await server.UntilEnded(last);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task A_diverged_run_fails_and_says_at_which_step_and_what_to_try(double loss)
    {
        await using var server = await Start(_folder, _training.Backend);
        _training.Loss = (_, step) => step == 13 ? loss : null;
        // Step 12 takes so long that its weights are published; they are not to be trusted once step 13 has diverged.
        At(step: 12, () => Spin(RunExecution.SnapshotInterval));

        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        var events = await server.UntilLastEvent(run);
        var ended = server.Runs.Find(Ada, run.Id)!;

        Assert.Equal((RunStatus.Failed, 13), (ended.Status, ended.Step));
        Assert.Equal(new("run.diverged", "13", "0.1", "0.01"), ended.Failure);
        Assert.Equal(ended.Failure, ((RunEnded)events[^1]).Failure);
        Assert.Equal(12, events.OfType<BatchTrained>().Last().Step);
        Assert.Equal(10, FakeTraining.StepOf(server.Runs.Model(Ada, run.Id)!));
    }

    [Fact]
    public async Task Out_of_memory_ends_the_run_and_leaves_the_device_to_the_next()
    {
        await using var server = await Start(_folder, _training.Backend);
        _training.BeforeBatch = (options, _) =>
        {
            if (options.Seed == 1) throw new InvalidOperationException("CUDA out of memory. Tried to allocate 2.00 GiB");
        };

        var hungry = await server.UntilEnded(await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(seed: 1)));
        var modest = await server.UntilEnded(await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(seed: 2)));

        Assert.Equal(new("run.out-of-memory", "0", "10", "5"), hungry.Failure);
        Assert.Equal(RunStatus.Completed, modest.Status);
        Assert.Equal(0, _training.TrainersAlive);
    }

    [Fact]
    public async Task A_data_set_that_cannot_be_read_fails_the_run_and_not_the_worker()
    {
        await using var server = await Start(_folder, _training.Backend);
        _training.LoadDataset = _ => throw new DatasetException("not-found", "train-images-idx3-ubyte", "It is nowhere.", []);
        var lost = await server.UntilEnded(await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options()));
        _training.LoadDataset = _ => Task.FromResult(FakeTraining.Dataset);
        var found = await server.UntilEnded(await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options()));

        Assert.Equal(new("dataset.not-found", "train-images-idx3-ubyte"), lost.Failure);
        Assert.Equal(RunStatus.Completed, found.Status);
    }

    [Fact]
    public async Task A_run_waits_for_its_data_set_and_lets_others_go_first()
    {
        await using var server = await Start(_folder, _training.Backend);
        var loading = new TaskCompletionSource<ImageDataset>();
        _training.LoadDataset = id => id == "own" ? loading.Task : Task.FromResult(FakeTraining.Dataset);

        var waiting = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options() with { Dataset = "own" });
        await server.UntilEnded(await server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options()));
        Assert.Equal(RunStatus.Queued, server.Runs.Find(Ada, waiting.Id)!.Status);
        loading.SetResult(FakeTraining.Dataset);

        Assert.Equal(RunStatus.Completed, (await server.UntilEnded(waiting)).Status);
    }

    private void At(int step, Action action)
    {
        var done = false;
        _training.BeforeBatch = (_, next) =>
        {
            if (next != step || done) return;
            done = true;
            action();
        };
    }

    private static void Spin(TimeSpan time)
    {
        var begun = Stopwatch.GetTimestamp();
        SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(begun) > time);
    }

    private static List<(int, double)> Losses(IEnumerable<RunEvent> events) =>
        [.. events.OfType<BatchTrained>().Select(batch => (batch.Step, batch.Loss))];
}
