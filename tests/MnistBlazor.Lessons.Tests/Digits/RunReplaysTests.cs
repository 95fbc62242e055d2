using MnistBlazor.Lessons.Digits;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Lessons.Tests.Digits;

/// <summary>Runs that are trained again for a few batches: to be forked at any step, and to see where two of them part.</summary>
public sealed class RunReplaysTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_fork_leaves_its_run_after_any_step_and_parts_where_both_logs_say()
    {
        await using var server = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var replays = server.Get<RunReplays>();
        var parent = await server.Runs.StartAsync(Ada, "mlp", TorchTraining.Options());
        var past = Losses(await server.UntilLastEvent(parent));
        parent = server.Runs.Find(Ada, parent.Id)!;
        var faster = parent.Options with { Optimizer = parent.Options.Optimizer with { LearningRate = 0.02 } };

        // 17 is no checkpoint, and 0 is where the seed begins: nothing changed, the curve is the same bit for bit.
        foreach (var step in (int[])[17, 0])
        {
            var shares = new List<double>();
            var same = (await replays.ForkAsync(Ada, parent.Id, step, parent.Options, new Told(shares.Add), default))!;
            Assert.Equal((parent.Id, step), (same.ForkedFrom, same.ForkedAtStep));
            Assert.Equal(past, Losses(await server.UntilLastEvent(same)));
            Assert.Equal(step == 17 ? 1 : 0, shares.LastOrDefault());
            var alike = (await replays.PartAsync(Ada, parent.Id, same.Id, null, default))!;
            Assert.Equal((step, 48 - step, null, null), (alike.From, alike.Compared, alike.Acts, alike.Parts));
        }

        foreach (var step in (int[])[17, 0, 24])
        {
            var fork = (await replays.ForkAsync(Ada, parent.Id, step, faster, null, default))!;
            var losses = Losses(await server.UntilLastEvent(fork));
            var parted = past.Zip(losses).First(pair => pair.First != pair.Second);

            var parting = (await replays.PartAsync(Ada, parent.Id, fork.Id, null, default))!;

            Assert.Equal((step, step + 1, step + 2), (parting.From, parting.Acts!.Step, parting.Parts!.Step));
            Assert.Equal(parted.First, (parting.Parts.Step, parting.Parts.FirstLoss));
            Assert.Equal(parted.Second, (parting.Parts.Step, parting.Parts.SecondLoss));
            Assert.True(parting.Acts.SameGradient);
        }
    }

    [Fact]
    public async Task Two_runs_of_one_seed_part_at_their_first_batch_and_a_lost_checkpoint_is_made_up_for()
    {
        await using var server = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var replays = server.Get<RunReplays>();
        var options = TorchTraining.Options(epochs: 2);
        var plain = await server.Runs.StartAsync(Ada, "mlp", options);
        var moved = await server.Runs.StartAsync(Ada, "mlp", options with { Augmentation = new(0, 3, 0) });
        await server.UntilLastEvent(plain);
        await server.UntilLastEvent(moved);

        var parting = (await replays.PartAsync(Ada, plain.Id, moved.Id, null, default))!;
        Assert.Equal((1, 1), (parting.Acts!.Step, parting.Parts!.Step));
        Assert.True(parting.Acts is { SameWeights: true, SameGradient: false });

        var fork = (await replays.ForkAsync(Ada, plain.Id, 14, options with { Seed = 8 }, null, default))!;
        await server.UntilLastEvent(fork);
        var before = (await replays.PartAsync(Ada, plain.Id, fork.Id, null, default))!;
        var theirs = Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains(fork.Id.Value) || file.Contains(plain.Id.Value)).ToList();
        Assert.NotEmpty(theirs);
        theirs.ForEach(File.Delete);
        var after = (await replays.PartAsync(Ada, plain.Id, fork.Id, null, default))!;
        Assert.Equal(15, before.Parts!.Step);
        Assert.Equal((before.Parts.FirstLoss, before.Parts.SecondLoss), (after.Parts!.FirstLoss, after.Parts.SecondLoss));
    }

    [Fact]
    public async Task What_cannot_be_trained_again_is_refused_and_a_replay_can_be_cancelled()
    {
        await using var server = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var replays = server.Get<RunReplays>();
        var run = await server.Runs.StartAsync(Ada, "mlp", TorchTraining.Options(epochs: 2));
        var other = await server.Runs.StartAsync(Ada, "mlp", TorchTraining.Options(epochs: 2) with { Seed = 8 });
        await server.UntilLastEvent(run);
        await server.UntilLastEvent(other);

        await Assert.ThrowsAsync<RunNotFoundException>(() => replays.ForkAsync(Bert, run.Id, 5, run.Options, null, default));
        await Assert.ThrowsAsync<RunNotFoundException>(() => replays.PartAsync(Bert, run.Id, other.Id, null, default));
        await Assert.ThrowsAsync<ArgumentException>(() => replays.PartAsync(Ada, run.Id, other.Id, null, default));
        Assert.Equal("run.refused.no-checkpoint", await RefusalAsync(25, run.Options));
        Assert.Equal("run.refused.no-checkpoint", await RefusalAsync(-1, run.Options));
        Assert.Equal("run.refused.fork-epochs", await RefusalAsync(13, run.Options with { Epochs = 1 }));
        Assert.Equal("run.refused.fork-option", await RefusalAsync(13, run.Options with { BatchSize = 60 }));

        using var stop = new CancellationTokenSource();
        var cancelled = replays.ForkAsync(Ada, run.Id, 5, run.Options, new Told(_ => stop.Cancel()), stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(2, server.Runs.List(Ada).Count);
        Assert.NotNull(await replays.ForkAsync(Ada, run.Id, 5, run.Options, null, default));

        async Task<string> RefusalAsync(int step, TrainingOptions options) => (await Assert.ThrowsAsync<RunRefusedException>(
            () => replays.ForkAsync(Ada, run.Id, step, options, null, default))).Reason.Code;
    }

    [Fact]
    public void Runs_have_a_step_in_common_that_share_their_past_or_their_seed()
    {
        var parent = Begun();
        var (child, sibling) = (Forked(24), Forked(24));
        var options = parent.Options;

        Assert.Equal(24, RunReplays.CommonStep(parent, child));
        Assert.Equal(24, RunReplays.CommonStep(child, parent));
        Assert.Equal(24, RunReplays.CommonStep(child, sibling));
        Assert.Equal(24, RunReplays.CommonStep(parent, child with { Options = options with { Seed = 9 } }));
        Assert.Equal(0, RunReplays.CommonStep(parent, Begun()));
        Assert.Equal(0, RunReplays.CommonStep(parent, Forked(0)));
        Assert.Equal(0, RunReplays.CommonStep(parent, With(options with { Model = new MultilayerPerceptronSpec([new(32)]) })));
        Assert.Equal(0, RunReplays.CommonStep(parent, With(options with { Fault = TrainingFault.NoZeroGrad })));

        Run?[] strangers =
        [
            parent, Forked(24) with { ForkedFrom = RunId.New() }, With(options with { Seed = 9 }), With(options with { BatchSize = 60 }),
            With(options with { Dataset = "fashion" }), With(options with { ValidationCount = 50 }),
            With(options with { Fault = TrainingFault.Hidden }),
            With(options with { Model = new MultilayerPerceptronSpec([new(64)]) }), Forked(0) with { Options = options with { Seed = 9 } },
            child with { Options = options with { FineTuning = new("", 1, 0, 0) } },
        ];
        Assert.All(strangers, stranger => Assert.Null(RunReplays.CommonStep(parent, stranger!)));
        Assert.Null(RunReplays.CommonStep(child, Forked(12)));

        Run Forked(int step) => Begun() with { ForkedFrom = parent.Id, ForkedAtStep = step };

        static Run With(TrainingOptions options) => Begun() with { Options = options };

        static Run Begun() => new()
        {
            Id = RunId.New(), Owner = Ada, Lesson = "mlp", Options = TorchTraining.Options(), Status = RunStatus.Completed,
            CreatedAt = default, WatchKey = "",
        };
    }

    private static List<(int Step, double Loss)> Losses(IEnumerable<RunEvent> events) =>
        [.. events.OfType<BatchTrained>().Select(batch => (batch.Step, batch.Loss))];

    private sealed class Told(Action<double> told) : IProgress<double>
    {
        public void Report(double value) => told(value);
    }
}
