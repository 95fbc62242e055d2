using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests.Contracts;

/// <summary>What <see cref="IRunDispatcher"/> owes: derive from it to hold an implementation to that.</summary>
public abstract class RunDispatcherContract : IDisposable
{
    private protected TempFolder Folder { get; } = new();

    private protected FakeTraining Training { get; } = new();

    /// <summary>
    /// A server whose dispatcher is the one to be tested, and whose runs are trained by <see cref="Training"/> on the device "cpu".
    /// </summary>
    private protected abstract Task<TestServer> StartAsync(Action<RunsOptions>? configure = null);

    public void Dispose() => Folder.Dispose();

    [Fact]
    public async Task A_run_that_is_handed_out_is_trained_once_and_all_of_it_is_in_the_store()
    {
        await using var server = await StartAsync();

        var queued = await server.Get<IRunDispatcher>().DispatchAsync(NewRun(Ada));
        var events = await server.UntilLastEvent(queued);

        Assert.Equal(30, Training.Batches.Count);
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(happened => happened.Number));
        Assert.Equal(
            [typeof(RunQueued), typeof(RunStarted), typeof(RunEnded)],
            events.Where(happened => happened is not (BatchTrained or EpochTrained)).Select(happened => happened.GetType()));
        await Known(server, dispatcher => dispatcher.PlaceOf(queued.Id) is null);
    }

    [Fact]
    public async Task Runs_that_wait_have_a_place_are_told_when_they_move_up_and_are_served_fairly()
    {
        using var go = new Gate();
        Training.BeforeBatch = (_, _) => go.Wait();
        await using var server = await StartAsync();
        var dispatcher = server.Get<IRunDispatcher>();
        var running = await dispatcher.DispatchAsync(NewRun(Ada, seed: 1));
        await server.Until(running, now => now.Status == RunStatus.Running);
        var second = await dispatcher.DispatchAsync(NewRun(Ada, seed: 2));
        var third = await dispatcher.DispatchAsync(NewRun(Ada, seed: 3));
        var others = await dispatcher.DispatchAsync(NewRun(Bert, seed: 4));

        await Known(server, now => now.PlaceOf(third.Id)?.QueuePosition == 3 && now.Queue.Running == 1);
        Assert.Equal((1, 2), (dispatcher.PlaceOf(others.Id)!.QueuePosition, dispatcher.PlaceOf(second.Id)!.QueuePosition));
        Assert.Null(dispatcher.PlaceOf(running.Id)!.QueuePosition);
        Assert.Equal((3, 1), (dispatcher.Queue.Length, dispatcher.Queue.Running));

        var moved = Until(
            changes => server.Runs.Subscribe(third.Id, changes), () => dispatcher.PlaceOf(third.Id)?.QueuePosition, place => place == 2);
        await dispatcher.SendAsync(second.Id, RunCommand.Stop);
        await moved;
        go.Set();
        await server.UntilLastEvent(third);

        Assert.Equal([1, 4, 3], Training.Batches.Distinct());
        await Known(server, now => now.Queue.Length == 0);
    }

    [Fact]
    public async Task A_run_that_is_moved_has_its_place_is_told_so_and_is_trained_in_it()
    {
        using var go = new Gate();
        Training.BeforeBatch = (_, _) => go.Wait();
        await using var server = await StartAsync();
        var dispatcher = server.Get<IRunDispatcher>();
        var running = await dispatcher.DispatchAsync(NewRun(Ada, seed: 1));
        await server.Until(running, now => now.Status == RunStatus.Running);
        await dispatcher.DispatchAsync(NewRun(Bert, seed: 2));
        var last = await dispatcher.DispatchAsync(NewRun(Bert, seed: 3));
        await Until(
            changes => server.Runs.Subscribe(last.Id, changes), () => dispatcher.PlaceOf(last.Id)?.QueuePosition, place => place == 2);

        var told = Until(
            changes => server.Runs.Subscribe(last.Id, changes), () => dispatcher.PlaceOf(last.Id), place => place is { QueuePosition: 1 });
        Assert.True(await dispatcher.MoveAsync(last.Id, LineMove.Up));
        Assert.True((await told)!.Moved);
        Assert.False(await dispatcher.MoveAsync(running.Id, LineMove.Front));
        Assert.False(await dispatcher.MoveAsync(RunId.New(), LineMove.Front));
        go.Set();
        await server.UntilLastEvent(last);

        Assert.Equal([1, 3], Training.Batches.Distinct().Take(2));
    }

    [Fact]
    public async Task A_stop_by_the_teacher_says_so_whether_the_run_waits_or_trains()
    {
        using var go = new Gate();
        Training.BeforeBatch = (_, _) => go.Wait();
        await using var server = await StartAsync();
        var dispatcher = server.Get<IRunDispatcher>();
        var running = await dispatcher.DispatchAsync(NewRun(Ada, seed: 1));
        await server.Until(running, now => now.Status == RunStatus.Running);
        var waiting = await dispatcher.DispatchAsync(NewRun(Bert, seed: 2));

        await dispatcher.SendAsync(waiting.Id, RunCommand.StopByTeacher);
        await dispatcher.SendAsync(running.Id, RunCommand.StopByTeacher);
        go.Set();

        foreach (var run in new[] { running, waiting })
        {
            var ended = (RunEnded)(await server.UntilLastEvent(run))[^1];
            Assert.Equal((RunStatus.Stopped, RunMessages.StoppedByTeacher), (ended.Status, ended.Failure));
            Assert.Equal(RunMessages.StoppedByTeacher, server.Runs.Find(run.Owner, run.Id)!.Failure);
        }
    }

    [Fact]
    public async Task A_stop_ends_a_run_that_waits_and_other_commands_mean_nothing_to_it()
    {
        using var go = new Gate();
        Training.BeforeBatch = (_, _) => go.Wait();
        await using var server = await StartAsync();
        var dispatcher = server.Get<IRunDispatcher>();
        var running = await dispatcher.DispatchAsync(NewRun(Ada, seed: 1));
        var waiting = await dispatcher.DispatchAsync(NewRun(Bert, seed: 2));

        await dispatcher.SendAsync(waiting.Id, RunCommand.Pause);
        await dispatcher.SendAsync(waiting.Id, RunCommand.StepBatch);
        Assert.Equal(RunStatus.Queued, server.Runs.Find(Bert, waiting.Id)!.Status);
        await dispatcher.SendAsync(waiting.Id, RunCommand.Stop);
        var events = await server.UntilLastEvent(waiting);
        go.Set();
        await server.UntilLastEvent(running);

        Assert.Equal([typeof(RunQueued), typeof(RunEnded)], events.Select(happened => happened.GetType()));
        Assert.DoesNotContain(2, Training.Batches);
    }

    [Fact]
    public async Task Commands_take_effect_within_a_batch_and_in_the_order_in_which_they_were_sent()
    {
        using var go = new Gate();
        using var reached = new SemaphoreSlim(0);
        Training.BeforeBatch = (_, step) =>
        {
            if (step != 7) return;
            reached.Release();
            go.Wait();
        };
        await using var server = await StartAsync();
        var dispatcher = server.Get<IRunDispatcher>();
        var run = await dispatcher.DispatchAsync(NewRun(Ada));
        await reached.WaitAsync(TestContext.Current.CancellationToken);

        await dispatcher.SendAsync(run.Id, RunCommand.Pause);
        await dispatcher.SendAsync(run.Id, RunCommand.StepBatch);
        await dispatcher.SendAsync(run.Id, RunCommand.StepBatch);
        go.Set();
        await server.Until(run, now => now is { Status: RunStatus.Paused, Step: 9 });
        await dispatcher.SendAsync(run.Id, RunCommand.StepEpoch);
        await server.Until(run, now => now is { Status: RunStatus.Paused, Step: 10 });
        await dispatcher.SendAsync(run.Id, RunCommand.Stop);
        var ended = await server.UntilEnded(run);

        Assert.Equal((RunStatus.Stopped, 10), (ended.Status, ended.Step));
    }

    [Fact]
    public async Task A_command_to_a_run_that_ended_or_never_was_changes_nothing()
    {
        await using var server = await StartAsync();
        var dispatcher = server.Get<IRunDispatcher>();
        var run = await dispatcher.DispatchAsync(NewRun(Ada));
        var events = await server.UntilLastEvent(run);

        await dispatcher.SendAsync(run.Id, RunCommand.Stop);
        await dispatcher.SendAsync(RunId.New(), RunCommand.Stop);
        await server.UntilLastEvent(await dispatcher.DispatchAsync(NewRun(Bert)));

        Assert.Equal(RunStatus.Completed, server.Runs.Find(Ada, run.Id)!.Status);
        Assert.Equal(events, server.Events(run));
    }

    [Fact]
    public async Task However_many_are_sent_at_once_no_bound_is_passed()
    {
        using var go = new Gate();
        Training.BeforeBatch = (_, _) => go.Wait();
        await using var server = await StartAsync(options => (options.MaxUnfinishedRunsPerLearner, options.MaxQueuedRuns) = (3, 4));
        var dispatcher = server.Get<IRunDispatcher>();
        var running = await dispatcher.DispatchAsync(NewRun(Ada));
        await server.Until(running, now => now.Status == RunStatus.Running);

        var asked = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            try
            {
                await dispatcher.DispatchAsync(NewRun(i % 2 == 0 ? Ada : Bert));
                return "";
            }
            catch (RunRefusedException refused)
            {
                return refused.Reason.Code;
            }
        })));

        Assert.Equal(4, asked.Count(refusal => refusal.Length == 0));
        Assert.All(asked, refusal => Assert.True(refusal is "" or "run.refused.too-many" or "run.refused.queue-full", refusal));
        Assert.InRange(server.Runs.List(Ada).Count, 1, 3);
        Assert.InRange(server.Runs.List(Bert).Count, 1, 3);
        var unknown = await Assert.ThrowsAsync<RunRefusedException>(
            () => dispatcher.DispatchAsync(NewRun(new LearnerId("carl"), device: "cuda:9")));
        Assert.Equal(new("run.refused.unknown-device", "cuda:9"), unknown.Reason);
        go.Set();
    }

    [Fact]
    public async Task A_run_with_a_past_goes_on_from_its_checkpoint_and_its_log_begins_with_that_past()
    {
        await using var server = await StartAsync();
        var dispatcher = server.Get<IRunDispatcher>();
        var whole = await server.UntilLastEvent(await dispatcher.DispatchAsync(NewRun(Bert)));
        var checkpoint = CheckpointAt(20);
        var past = whole.Where(happened => happened is BatchTrained { Step: <= 20 } or EpochTrained { Step: <= 20 })
            .Select((happened, index) => happened with { Number = index + 1 }).ToList();

        var fresh = NewRun(Ada);
        var run = await dispatcher.DispatchAsync(fresh with
        {
            Run = fresh.Run with { Step = 20, Epoch = 2, StepsPerEpoch = 10 },
            Past = past,
            Start = new SavePoint(20, 2, checkpoint),
        });
        var events = await server.UntilLastEvent(run);

        Assert.Equal(past, events.Take(past.Count));
        Assert.Equal(
            whole.OfType<BatchTrained>().Select(batch => (batch.Step, batch.Loss)),
            events.OfType<BatchTrained>().Select(batch => (batch.Step, batch.Loss)));
        Assert.Equal(40, Training.Batches.Count);
    }

    [Fact]
    public async Task A_short_run_has_its_turn_after_a_slice_of_a_long_one_which_then_goes_on_as_if_nothing_had_been()
    {
        using var shortQueued = new Gate();
        Training.BeforeBatch = (options, step) =>
        {
            if (options.Seed == 1 && step == 5) shortQueued.Wait();
        };
        await using var server = await StartAsync(options => options.RunSlice = TimeSpan.FromTicks(1));
        var dispatcher = server.Get<IRunDispatcher>();
        var longRun = await dispatcher.DispatchAsync(NewRun(Ada, seed: 1));
        await server.Until(longRun, now => now.Status == RunStatus.Running);
        var gaveWay = server.Until(longRun, now => now is { Status: RunStatus.Queued, GivesWay: true, QueuePosition: 1 });
        var shortRun = await dispatcher.DispatchAsync(NewRun(Bert, seed: 2, epochs: 1));
        await Known(server, now => now.Queue.Length == 1);
        Training.BeforeBatch = (options, _) =>
        {
            // Whoever looks at the long run sees where it stands before the short one goes on.
            if (options.Seed == 2 && Training.Batches.Count == 5) gaveWay.Wait();
        };
        shortQueued.Set();

        var events = await server.UntilLastEvent(longRun);
        await server.UntilLastEvent(shortRun);

        Assert.Equal(2, Training.Batches.ElementAt(5));
        Assert.Equal(40, Training.Batches.Count);
        var alone = await server.UntilLastEvent(await dispatcher.DispatchAsync(NewRun(new LearnerId("carl"), seed: 1)));
        Assert.Equal(alone.Select(Essence), events.Select(Essence));
    }

    [Theory]
    [InlineData(RunCommand.Pause, RunStatus.Paused)]
    [InlineData(RunCommand.Stop, RunStatus.Stopped)]
    public async Task Commands_reach_a_run_that_gives_way(RunCommand command, RunStatus then)
    {
        using var atFive = new Gate();
        using var firstQueued = new Gate();
        using var commanded = new Gate();
        Training.BeforeBatch = (options, step) =>
        {
            if (options.Seed == 1 && step == 5)
            {
                atFive.Set();
                firstQueued.Wait();
            }
            if (options.Seed == 2 && step == 1) commanded.Wait();
        };
        await using var server = await StartAsync(options => options.RunSlice = TimeSpan.FromTicks(1));
        var dispatcher = server.Get<IRunDispatcher>();
        var run = await dispatcher.DispatchAsync(NewRun(Ada, seed: 1));
        atFive.Wait();
        var other = await dispatcher.DispatchAsync(NewRun(Bert, seed: 2));
        await Known(server, now => now.Queue.Length == 1);
        firstQueued.Set();
        await server.Until(run, now => now.GivesWay);

        await dispatcher.SendAsync(run.Id, command);
        commanded.Set();
        await server.Until(run, now => now.Status == then);
        await server.UntilEnded(other);

        Assert.Equal(5, server.Runs.Find(Ada, run.Id)!.Step);
        Assert.Equal(5, FakeTraining.StepOf(server.Runs.Model(Ada, run.Id)!));
        await Known(server, now => now.Queue.Length == 0);
        await dispatcher.SendAsync(run.Id, RunCommand.StepBatch);
        if (then == RunStatus.Paused) await server.Until(run, now => now is { Status: RunStatus.Paused, Step: 6 });
    }

    [Fact]
    public async Task What_is_said_of_the_wait_and_of_the_end_follows_from_the_turns()
    {
        using var go = new Gate();
        Training.BeforeBatch = (_, _) => go.Wait();
        await using var server = await StartAsync(options => options.RunSlice = TimeSpan.FromSeconds(40));
        var dispatcher = server.Get<IRunDispatcher>();
        var days = FakeTraining.Options(1, epochs: 1_000_000);
        var longRun = await dispatcher.DispatchAsync(NewRun(Ada, days));
        await server.Until(longRun, now => now.Status == RunStatus.Running);
        var second = await dispatcher.DispatchAsync(NewRun(Ada, days));
        var others = await dispatcher.DispatchAsync(NewRun(Bert, FakeTraining.Options(2)));

        await Known(server, now => now.Queue.Length == 2);
        // What is left of a slice, not of the long run; and the short one is before the second long one.
        Assert.Equal((1, 2), (dispatcher.PlaceOf(others.Id)!.QueuePosition, dispatcher.PlaceOf(second.Id)!.QueuePosition));
        var wait = dispatcher.PlaceOf(others.Id)!.EstimatedWait!.Value;
        Assert.InRange(wait, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(40));
        Assert.InRange(dispatcher.PlaceOf(second.Id)!.EstimatedWait!.Value, wait - TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(80));
        var forecast = dispatcher.Forecast(new LearnerId("carl"), days, 100, 2);
        Assert.True(forecast.StartsIn < TimeSpan.FromSeconds(60));
        // Two equally long ones share the device to the end.
        Assert.InRange(dispatcher.PlaceOf(longRun.Id)!.EstimatedWait!.Value / forecast.Takes, 1.5, 2.5);
        foreach (var run in new[] { longRun, second }) await dispatcher.SendAsync(run.Id, RunCommand.Stop);
        go.Set();
        await server.UntilEnded(longRun);
    }

    [Fact]
    public async Task What_would_take_days_is_refused_with_what_it_takes_and_what_is_allowed()
    {
        await using var server = await StartAsync();
        var dispatcher = server.Get<IRunDispatcher>();
        var days = FakeTraining.Options() with
        {
            Model = new MultilayerPerceptronSpec([.. Enumerable.Repeat(new HiddenLayer(1024), 6)]),
            BatchSize = 1,
            Epochs = 100,
        };
        var size = (Images: 60_000, Classes: 10);
        Training.LoadDataset = _ => new TaskCompletionSource<ImageDataset>().Task; // as large as MNIST until it is there

        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => dispatcher.DispatchAsync(NewRun(Ada, days)));
        var forecast = dispatcher.Forecast(Ada, days, size.Images, size.Classes);

        Assert.Equal("run.refused.too-much-work", refused.Reason.Code);
        Assert.Equal(refused.Reason, forecast.Refusal);
        var (takes, allowed) = (Message.TimeOf(refused.Reason.Arguments[0]), Message.TimeOf(refused.Reason.Arguments[1]));
        Assert.InRange(takes!.Value, TimeSpan.FromHours(12), TimeSpan.FromDays(7));
        Assert.InRange(allowed!.Value, TimeSpan.FromHours(1), TimeSpan.FromHours(6));
        foreach (var recipe in new[] { Recipes.Softmax, Recipes.Perceptron, Recipes.Convolutional, Recipes.ConvolutionalFull })
            Assert.Null(dispatcher.Forecast(Ada, recipe with { Epochs = 5 * recipe.Epochs }, size.Images, size.Classes).Refusal);
    }

    // What a page draws may be a moment old.
    private static Task Known(TestServer server, Func<IRunDispatcher, bool> condition) => Until(
        changes => server.Get<IRunSignals>().Subscribe(changes.Signal), server.Get<IRunDispatcher>, condition);

    // But for when it happened.
    private static RunEvent Essence(RunEvent happened) => happened switch
    {
        EpochTrained epoch => epoch with { At = default, Seconds = 0 },
        _ => happened with { At = default },
    };

    private byte[] CheckpointAt(int step)
    {
        var trainer = new FakeTraining().Backend.CreateTrainer(FakeTraining.Options(), FakeTraining.Dataset, null);
        for (var i = 0; i < step; i++) trainer.TrainBatch();
        return trainer.Save();
    }

    private static NewRun NewRun(LearnerId learner, int seed = 1, string device = "cpu", int epochs = 3) =>
        NewRun(learner, FakeTraining.Options(seed, epochs) with { Device = device });

    private static NewRun NewRun(LearnerId learner, TrainingOptions options) => new(
        new Run
        {
            Id = RunId.New(), Owner = learner, Lesson = "softmax", Options = options,
            Status = RunStatus.Queued, CreatedAt = DateTimeOffset.UtcNow, WatchKey = RunId.New().Value,
        },
        [], null);
}
