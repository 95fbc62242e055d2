using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Storage;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests.Scheduling;

public sealed class RunRecoveryTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_run_cut_off_at_random_moments_has_the_log_of_one_never_interrupted(int seed)
    {
        var random = new Random(seed);
        var options = FakeTraining.Options(seed, epochs: 8);
        List<RunEvent> seen = [];
        Run? run = null;
        for (var life = 0; life < 6; life++)
        {
            SlowUntil(batch: random.Next(1, 25));
            await using var notebook = await Start(_folder, _training.Backend);
            run ??= await notebook.Runs.StartAsync(Ada, "softmax", options);
            await Kill(notebook);
            seen.AddRange(notebook.Events(run));
        }
        _training.BeforeBatch = (_, _) => { };

        await using var last = await Start(_folder, _training.Backend);
        var events = await last.UntilLastEvent(run!);
        var uninterrupted = await last.UntilLastEvent(await last.Runs.StartAsync(Bert, "softmax", options));

        Assert.Equal(uninterrupted.Select(Essence), events.Select(Essence));
        // What a watcher saw, in whatever life, is in the log under the same number.
        Assert.NotEmpty(seen);
        Assert.All(seen, happened => Assert.Equal(happened, events[happened.Number - 1]));
        Assert.Equal(80, FakeTraining.StepOf(last.Runs.Model(Ada, run!.Id)!));
    }

    [Fact]
    public async Task An_orderly_stop_keeps_the_exact_step()
    {
        Run run;
        await using (var notebook = await Start(_folder, _training.Backend))
        {
            var worker = notebook.Get<TrainingWorkers>().Find("cpu")!;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _training.BeforeBatch = (_, step) =>
            {
                if (step != 15) return;
                reached.SetResult();
                SpinWait.SpinUntil(() => worker.Ending);
            };
            run = await notebook.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
            await reached.Task;
            await notebook.Stop();
        }
        Assert.Equal(15, _training.Batches.Count);
        _training.BeforeBatch = (_, _) => { };

        await using var next = await Start(_folder, _training.Backend);
        await next.UntilEnded(run);

        Assert.Equal(30, _training.Batches.Count);
    }

    [Fact]
    public async Task A_paused_run_stays_paused_and_a_queued_one_waits_again()
    {
        Run paused, queued;
        await using (var notebook = await Start(_folder, _training.Backend))
        {
            _training.BeforeBatch = (options, step) =>
            {
                if (options.Seed == 1 && step == 12) _ = notebook.Runs.PauseAsync(Ada, notebook.Runs.List(Ada).Single().Id);
                if (options.Seed == 2) _ = notebook.Runs.PauseAsync(Bert, notebook.Runs.List(Bert)[^1].Id);
            };
            paused = await notebook.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(seed: 1));
            await notebook.Until(paused, now => now.Status == RunStatus.Paused);
            _training.LoadDataset = _ => new TaskCompletionSource<ML.Data.ImageDataset>().Task;
            queued = await notebook.Runs.StartAsync(Bert, "softmax", FakeTraining.Options(seed: 3));
            await Until(signal => notebook.Runs.Subscribe(queued.Id, signal), () => notebook.Events(queued), events => events.Count == 1);
            await notebook.Stop();
        }
        _training.LoadDataset = _ => Task.FromResult(FakeTraining.Dataset);
        _training.BeforeBatch = (_, _) => { };

        await using var next = await Start(_folder, _training.Backend);
        Assert.Equal(RunStatus.Completed, (await next.UntilEnded(queued)).Status);
        Assert.Equal((RunStatus.Paused, 12), (next.Runs.Find(Ada, paused.Id)!.Status, next.Runs.Find(Ada, paused.Id)!.Step));
        await next.Runs.ResumeAsync(Ada, paused.Id);
        Assert.Equal(RunStatus.Completed, (await next.UntilEnded(paused)).Status);
    }

    [Theory]
    [InlineData(true)] // told to stop: from the exact step
    [InlineData(false)] // killed: from its last checkpoint
    public async Task A_run_that_gave_way_goes_on_when_its_turn_comes_in_the_servers_next_life(bool orderly)
    {
        Run gaveWay, other;
        void Slice(RunsOptions options) => options.RunSlice = TimeSpan.FromTicks(1);
        await using (var notebook = await Start(_folder, _training.Backend, Slice))
        {
            var worker = notebook.Get<TrainingWorkers>().Find("cpu")!;
            using var queued = new Gate();
            using var ending = new Gate();
            _training.BeforeBatch = (options, step) =>
            {
                if (options.Seed == 1 && step == 15) queued.Wait();
                if (options.Seed == 2) ending.Wait();
            };
            gaveWay = await notebook.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(seed: 1));
            await notebook.Until(gaveWay, now => now.Step == 14);
            other = await notebook.Runs.StartAsync(Bert, "softmax", FakeTraining.Options(seed: 2));
            queued.Set();
            await notebook.Until(gaveWay, now => now is { GivesWay: true, Step: 15 });
            await Until(
                signal => notebook.Runs.Subscribe(gaveWay.Id, signal),
                () => notebook.Get<LiveRuns>().Find(gaveWay.Id)!.Recording.IsSaved, saved => saved);
            if (!orderly) notebook.StopWriting();
            var stopping = orderly ? notebook.Stop() : Task.CompletedTask;
            if (orderly) SpinWait.SpinUntil(() => worker.Ending);
            ending.Set();
            await stopping;
        }
        _training.Batches.Clear();
        _training.BeforeBatch = (_, _) => { };

        await using var next = await Start(_folder, _training.Backend, Slice);
        var events = await next.UntilLastEvent(gaveWay);
        await next.UntilLastEvent(other);

        Assert.Equal(orderly ? 15 : 20, _training.Batches.Count(seed => seed == 1));
        var uninterrupted = await next.UntilLastEvent(await next.Runs.StartAsync(Bert, "softmax", FakeTraining.Options()));
        Assert.Equal(uninterrupted.Select(Essence), events.Select(Essence));
    }

    [Fact]
    public async Task A_damaged_checkpoint_gives_way_to_the_one_before()
    {
        Run run;
        await using (var notebook = await Start(_folder, _training.Backend)) run = await KillAtStep(notebook, 25);
        var newest = Directory.GetFiles(Path.Combine(_folder.Path, "runs", run.Id.Value), "*.checkpoint").Max()!;
        await File.WriteAllTextAsync(newest, "torn");
        _training.BeforeBatch = (_, _) => { };

        await using var next = await Start(_folder, _training.Backend);
        var events = await next.UntilLastEvent(run);

        var uninterrupted = await next.UntilLastEvent(await next.Runs.StartAsync(Bert, "softmax", FakeTraining.Options()));
        Assert.Equal(uninterrupted.Select(Essence), events.Select(Essence));
    }

    [Fact]
    public async Task A_run_that_takes_the_server_down_every_time_is_given_up()
    {
        Run run;
        await using (var notebook = await Start(_folder, _training.Backend)) run = await KillAtStep(notebook, 15);
        for (var life = 0; life < RunRecovery.MaxRecoveries; life++)
        {
            SlowUntil(batch: 1);
            await using var crashing = await Start(_folder, _training.Backend);
            await Kill(crashing);
        }

        await using var last = await Start(_folder, _training.Backend);
        var ended = await last.UntilEnded(run);

        Assert.Equal((RunStatus.Failed, new("run.crashed", "10")), (ended.Status, ended.Failure!));
    }

    [Fact]
    public async Task A_run_of_another_version_whose_options_are_unknown_is_left_alone_and_holds_nothing_up()
    {
        Run foreign;
        await using (var notebook = await Start(_folder, _training.Backend)) foreign = await KillAtStep(notebook, 15);
        SlowUntil(batch: 1);
        await using (var notebook = await Start(_folder, _training.Backend))
        {
            var unknown = """{"model":{"kind":"transformer"}}""";
            await notebook.Get<StoreWriter>().WriteAsync(context => context.Database.ExecuteSql($"UPDATE Runs SET Options = {unknown}"));
            await Kill(notebook);
        }
        _training.BeforeBatch = (_, _) => { };

        await using var next = await Start(_folder, _training.Backend);
        var own = await next.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(seed: 2));
        await next.UntilLastEvent(own);

        Assert.Null(next.Runs.Find(Ada, foreign.Id));
        Assert.Equal([own.Id], next.Runs.List(Ada).Select(run => run.Id));
    }

    [Fact]
    public void Only_one_server_at_a_time_uses_a_data_directory()
    {
        using var first = new DataDirectory(_folder.Path);
        using var second = new DataDirectory(_folder.Path);
        first.Claim();

        Assert.Throws<DataDirectoryInUseException>(second.Claim);
        first.Dispose();
        second.Claim();
    }

    [Fact]
    public async Task Folders_of_runs_that_the_store_does_not_know_are_swept_at_the_start()
    {
        var orphan = Directory.CreateDirectory(Path.Combine(_folder.Path, "runs", RunId.New().Value));
        await File.WriteAllTextAsync(Path.Combine(orphan.FullName, "00000010.checkpoint"), "left by a crash");

        await using var notebook = await Start(_folder, _training.Backend);

        Assert.False(Directory.Exists(orphan.FullName));
    }

    private TaskCompletionSource _reached = new();
    private Gate _killed = new();

    /// <summary>The worker takes its time, so that the store is written now and then, and at a batch it waits to be killed.</summary>
    private void SlowUntil(int batch)
    {
        var reached = _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var killed = _killed = new();
        var batches = 0;
        _training.BeforeBatch = (_, _) =>
        {
            var begun = Stopwatch.GetTimestamp();
            SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(begun) > StoreWriter.FlushInterval / 8);
            if (++batches < batch) return;
            reached.TrySetResult();
            killed.Wait();
        };
    }

    /// <summary>From this moment nothing reaches the disk.</summary>
    private async Task Kill(TestServer notebook)
    {
        await _reached.Task;
        notebook.StopWriting();
        _killed.Set();
    }

    /// <summary>Kills the server before a step, when all that was before it is stored.</summary>
    private async Task<Run> KillAtStep(TestServer notebook, int step)
    {
        SlowUntil(batch: step);
        var run = await notebook.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await _reached.Task;
        await Until(
            signal => notebook.Runs.Subscribe(run.Id, signal),
            () => notebook.Get<LiveRuns>().Find(run.Id)!.Recording.IsSaved, saved => saved);
        await Kill(notebook);
        return run;
    }

    private static object Essence(RunEvent happened) => happened switch
    {
        EpochTrained epoch => epoch with { At = default, Seconds = 0 },
        _ => happened with { At = default },
    };
}
