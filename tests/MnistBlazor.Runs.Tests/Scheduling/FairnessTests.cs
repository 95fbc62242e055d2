using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Scheduling;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests.Scheduling;

public sealed class FairnessTests : IDisposable
{
    private const int AdasSeed = 1, BertsSeed = 100;

    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_learner_with_one_run_is_served_after_the_first_of_anothers_five()
    {
        await using var server = await Start(_folder, _training.Backend);
        using var go = new Gate();
        _training.BeforeBatch = (_, _) => go.Wait();
        var runs = new List<Run>();
        for (var seed = AdasSeed; seed < AdasSeed + 5; seed++)
            runs.Add(await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(seed)));
        runs.Add(await server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options(BertsSeed)));

        go.Set();
        foreach (var run in runs) await server.UntilEnded(run);

        Assert.Equal([1, BertsSeed, 2, 3, 4, 5], _training.Batches.Distinct());
    }

    [Fact]
    public async Task Runs_that_share_a_device_take_turns_by_learner()
    {
        await using var server = await Start(_folder, _training.Backend, options => options.ConcurrentRunsPerDevice = 3);
        // A batch takes longer than a turn: so every batch is a turn.
        _training.BeforeBatch = (_, _) => SpinUntil(TrainingWorker.Turn);
        using var all = new CountdownEvent(1);
        var first = true;
        var spin = _training.BeforeBatch;
        _training.BeforeBatch = (options, step) =>
        {
            if (first) all.Wait();
            first = false;
            spin(options, step);
        };
        Run[] runs =
        [
            await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(AdasSeed, epochs: 1)),
            await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(AdasSeed, epochs: 1)),
            await server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options(BertsSeed, epochs: 1)),
        ];
        all.Signal();
        foreach (var run in runs) await server.UntilEnded(run);

        // While both have something to train, each has every other turn, though Ada has two runs.
        var turns = _training.Batches.Skip(1).Take(18).ToList();
        Assert.Equal(9, turns.Count(seed => seed == BertsSeed));
        Assert.All(turns.Zip(turns.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public async Task A_paused_run_gives_its_place_to_the_next_and_goes_on_at_once_when_resumed()
    {
        await using var server = await Start(_folder, _training.Backend);
        _training.BeforeBatch = (options, step) =>
        {
            if (options.Seed == AdasSeed && step == 5) _ = server.Runs.PauseAsync(Ada, server.Runs.List(Ada).Single().Id);
            if (options.Seed == BertsSeed && step == 10) _ = server.Runs.ResumeAsync(Ada, server.Runs.List(Ada).Single().Id);
            if (options.Seed == BertsSeed) SpinUntil(TrainingWorker.Turn / 5);
        };

        var paused = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(AdasSeed, epochs: 1));
        await server.Until(paused, now => now.Status == RunStatus.Paused);
        var long_ = await server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options(BertsSeed, epochs: 3));
        await server.UntilEnded(long_);
        await server.UntilEnded(paused);

        Assert.Equal(BertsSeed, _training.Batches.Last());
    }

    private static void SpinUntil(TimeSpan time)
    {
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        SpinWait.SpinUntil(() => System.Diagnostics.Stopwatch.GetElapsedTime(begun) > time);
    }
}
