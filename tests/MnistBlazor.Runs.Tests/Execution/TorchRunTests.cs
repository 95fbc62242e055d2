using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Storage;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests.Execution;

/// <summary>Runs as learners have them, with real networks.</summary>
public sealed class TorchRunTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Paused_killed_and_resumed_the_curve_and_the_weights_are_the_same_bit_for_bit()
    {
        var run = await KillAsync(
            (notebook, step) =>
            {
                if (step == 5) _ = notebook.Runs.PauseAsync(Ada, notebook.Runs.List(Ada).Single().Id);
            },
            async (notebook, started) =>
            {
                await notebook.Until(started, now => now.Status == RunStatus.Paused);
                await notebook.Runs.ResumeAsync(Ada, started.Id);
            },
            stored: events => events.Any(happened => happened is RunResumed));

        await using var next = await Start(_folder, TorchTraining.Backend());
        var events = await next.UntilLastEvent(run);
        var straight = await next.Runs.StartAsync(Bert, "mlp", TorchTraining.Options());
        var expected = await next.UntilLastEvent(straight);

        Assert.Equal(48, events.OfType<BatchTrained>().Count());
        Assert.Equal(Figures(expected), Figures(events));
        Assert.Equal(next.Runs.Model(Bert, straight.Id)!.Weights, next.Runs.Model(Ada, run.Id)!.Weights);
    }

    [Theory]
    [InlineData(64 << 20, false)] // from memory
    [InlineData(0, true)] // from a checkpoint
    public async Task Trained_slice_by_slice_the_curve_and_the_weights_are_the_same_bit_for_bit(long memory, bool again)
    {
        using var both = new Gate();
        var backend = TorchTraining.Backend(_ => both.Wait());
        var made = 0;
        await using var server = await Start(
            _folder,
            backend with
            {
                CreateTrainer = (options, dataset, checkpoint) =>
                {
                    made++;
                    return backend.CreateTrainer(options, dataset, checkpoint);
                },
            },
            options => (options.RunSlice, options.MaxWaitingTrainerBytes) = (TimeSpan.FromTicks(1), memory));
        var one = await server.Runs.StartAsync(Ada, "mlp", TorchTraining.Options());
        var other = await server.Runs.StartAsync(Bert, "mlp", TorchTraining.Options() with { Seed = 8 });
        both.Set();

        var events = await server.UntilLastEvent(one);
        await server.UntilLastEvent(other);
        var madeInTurns = made;
        var straight = await server.Runs.StartAsync(Bert, "mlp", TorchTraining.Options());
        var expected = await server.UntilLastEvent(straight);

        Assert.Equal(Figures(expected), Figures(events));
        Assert.Equal(server.Runs.Model(Bert, straight.Id)!.Weights, server.Runs.Model(Ada, one.Id)!.Weights);
        Assert.Equal(again, madeInTurns > 90);
        if (!again) Assert.Equal(2, madeInTurns);
    }

    [Fact]
    public async Task One_bit_that_turned_over_in_the_newest_checkpoint_costs_a_line_in_the_log_and_the_way_from_the_one_before()
    {
        var run = await KillAsync(stored: events => events.OfType<EpochTrained>().Count() == 2);
        var newest = CheckpointOf(run, 24);
        var bytes = await File.ReadAllBytesAsync(newest);
        bytes[^10_000] ^= 4;
        await File.WriteAllBytesAsync(newest, bytes);

        var logs = new FakeLoggerProvider();
        await using var next = await Start(
            _folder, TorchTraining.Backend(), services: services => services.AddLogging(logging => logging.AddProvider(logs)));
        var events = await next.UntilLastEvent(run);
        var expected = await next.UntilLastEvent(await next.Runs.StartAsync(Bert, "mlp", TorchTraining.Options()));

        Assert.Equal(Figures(expected), Figures(events));
        Assert.Single(logs.Collector.GetSnapshot(), line => line.Message.Contains("cannot be read and is passed over"));
        Assert.Contains(logs.Collector.GetSnapshot(), line => line.Message.Contains("trains on cpu from step 12"));
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_no_start_for_a_fork_and_no_network_to_read_with()
    {
        var notebook = await Start(_folder, TorchTraining.Backend());
        var run = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options());
        await notebook.UntilLastEvent(run);
        var before = notebook.Get<TrainingBackend>().ReadModel(await File.ReadAllBytesAsync(CheckpointOf(run, 36)));
        await File.WriteAllBytesAsync(CheckpointOf(run, 48), (await File.ReadAllBytesAsync(CheckpointOf(run, 48)))[..^1]);
        await notebook.Stop();

        await using var next = await Start(_folder, TorchTraining.Backend());
        Assert.Equal(before.Weights, next.Runs.Model(Ada, run.Id)!.Weights);
        var refusal = await Assert.ThrowsAsync<RunRefusedException>(
            () => next.Get<RunForks>().ForkAsync(Ada, run.Id, 48, run.Options with { Epochs = 5 }));
        Assert.Equal(new("run.refused.no-checkpoint", "48"), refusal.Reason);
    }

    [Fact]
    public async Task A_learning_rate_far_too_large_ends_as_diverged()
    {
        await using var notebook = await Start(_folder, TorchTraining.Backend());

        var run = await notebook.Runs.StartAsync(
            Ada, "mlp", TorchTraining.Options(epochs: 50) with { Optimizer = new OptimizerSpec(OptimizerKind.SGD, 1e18) });
        var ended = await notebook.UntilEnded(run);

        Assert.Equal((RunStatus.Failed, "run.diverged"), (ended.Status, ended.Failure!.Code));
        Assert.Equal(ended.Step.ToString(), ended.Failure.Arguments[0]);
    }

    [Fact]
    public async Task A_fork_shares_its_past_and_goes_its_own_way()
    {
        await using var notebook = await Start(_folder, TorchTraining.Backend());
        var forks = notebook.Get<RunForks>();
        var parent = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options());
        var past = await notebook.UntilLastEvent(parent);
        Assert.Equal([12, 24, 36, 48], forks.Checkpoints(Ada, parent.Id).Select(checkpoint => checkpoint.Step));
        var models = notebook.Runs.ModelsOverTime(Ada, parent.Id);
        Assert.Equal([12, 24, 36, 48], models.Select(model => model.Step));
        Assert.Equal(notebook.Runs.Model(Ada, parent.Id)!.Weights, models[^1].Model.Weights);
        Assert.Throws<RunNotFoundException>(() => notebook.Runs.ModelsOverTime(Bert, parent.Id));

        var same = await forks.ForkAsync(Ada, parent.Id, 24, parent.Options);
        var faster = await forks.ForkAsync(
            Ada, parent.Id, 24, parent.Options with { Optimizer = parent.Options.Optimizer with { LearningRate = 0.02 } });
        var (sameEvents, fasterEvents) = (await notebook.UntilLastEvent(same), await notebook.UntilLastEvent(faster));

        Assert.Equal((parent.Id, 24), (faster.ForkedFrom, faster.ForkedAtStep));
        Assert.Equal(Figures(past), Figures(sameEvents));
        Assert.Equal(Figures(past).Take(25), Figures(fasterEvents).Take(25));
        Assert.NotEqual(Figures(past)[^1], Figures(fasterEvents)[^1]);
        Assert.Equal(Enumerable.Range(1, fasterEvents.Count), fasterEvents.Select(happened => happened.Number));
        Assert.Equal(fasterEvents.OfType<EpochTrained>(), notebook.Runs.EpochsOf(faster.Id));
        Assert.Equal([1, 2, 3, 4], notebook.Runs.EpochsOf(faster.Id).Select(epoch => epoch.Epoch));
        Assert.Equal(
            [new OptionDifference("optimizer.learningRate", "0.005", "0.02")], RunForks.Differences(parent.Options, faster.Options));
    }

    [Fact]
    public async Task A_fork_of_other_weights_or_of_no_checkpoint_is_refused()
    {
        await using var notebook = await Start(_folder, TorchTraining.Backend());
        var forks = notebook.Get<RunForks>();
        var parent = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options());
        await notebook.UntilLastEvent(parent);

        Assert.Equal(new("run.refused.no-checkpoint", "13"), await Refusal(13, parent.Options));
        Assert.Equal(new("run.refused.fork-option", "batchSize"), await Refusal(12, parent.Options with { BatchSize = 60 }));
        Assert.Equal(new("run.refused.fork-option", "validationCount"), await Refusal(12, parent.Options with { ValidationCount = 20 }));
        Assert.Equal(new("run.refused.fork-epochs", "2"), await Refusal(24, parent.Options with { Epochs = 2 }));
        Assert.StartsWith("model", (await Refusal(12, parent.Options with { Model = new ML.Models.SoftmaxRegressionSpec() })).Arguments[0]);

        async Task<Message> Refusal(int step, TrainingOptions options) =>
            (await Assert.ThrowsAsync<RunRefusedException>(() => forks.ForkAsync(Ada, parent.Id, step, options))).Reason;
    }

    /// <summary>A run of Ada's whose server dies before its 31st batch, as by a kill, once what is waited for has been stored.</summary>
    private async Task<Run> KillAsync(
        Action<TestServer, int>? beforeBatch = null, Func<TestServer, Run, Task>? meanwhile = null,
        Func<IReadOnlyList<RunEvent>, bool>? stored = null)
    {
        TestServer? notebook = null;
        using var killed = new Gate();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (notebook = await Start(_folder, TorchTraining.Backend(BeforeBatch)))
        {
            var run = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options());
            if (meanwhile is not null) await meanwhile(notebook, run);
            await reached.Task;
            if (stored is not null) await Until(signal => notebook.Runs.Subscribe(run.Id, signal), () => notebook.Events(run), stored);
            notebook.Get<StoreWriter>().Dispose();
            killed.Set();
            return run;
        }

        void BeforeBatch(int step)
        {
            beforeBatch?.Invoke(notebook!, step);
            if (step != 31) return;
            reached.TrySetResult();
            killed.Wait();
        }
    }

    private string CheckpointOf(Run run, int step) => Path.Combine(_folder.Path, "runs", run.Id.Value, $"{step:D8}.checkpoint");

    private static List<(int Step, double Loss)> Figures(IEnumerable<RunEvent> events) =>
    [
        .. events.Select(happened => happened switch
        {
            BatchTrained batch => (batch.Step, batch.Loss),
            EpochTrained epoch => (-epoch.Step, epoch.MeanLoss),
            _ => default,
        }).Where(figure => figure.Item1 != 0),
    ];
}
