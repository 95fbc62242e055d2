using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Faults.Scenarios;

/// <summary>A run writes events and checkpoints, thins them out, and ends.</summary>
internal sealed class Training : Scenario
{
    public override string Name => "training";

    public override async Task ActAsync(string folder, Action<string> promise)
    {
        await using var server = await TrainedRun.StartAsync(Data(folder));
        var run = await server.Runs.StartAsync(TestServer.Ada, "softmax", TrainedRun.Options);
        await TestServer.Until(signal => server.Runs.Subscribe(run.Id, signal), () => server.Events(run), events =>
        {
            promise($"{events.Count}");
            return events.LastOrDefault() is RunEnded;
        });
        await server.Stop();
    }

    public override Task CheckAsync(string folder, IReadOnlyList<string> promised) =>
        TrainedRun.CheckAsync(Data(folder), promised.Count == 0 ? 0 : int.Parse(promised[^1], null));
}

/// <summary>A server is told to stop in the middle of an epoch, and suspends its run.</summary>
internal sealed class Stopping : Scenario
{
    private const int StopAt = 25;

    public override string Name => "stopping";

    public override async Task ActAsync(string folder, Action<string> promise)
    {
        var (training, reached) = (new FakeTraining(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        TestServer? started = null;
        training.BeforeBatch = (_, step) =>
        {
            if (step != StopAt) return;
            reached.TrySetResult();
            SpinWait.SpinUntil(() => started!.IsEnding);
        };
        await using var server = started = await TrainedRun.StartAsync(Data(folder), training);
        await server.Runs.StartAsync(TestServer.Ada, "softmax", TrainedRun.Options);
        await reached.Task;
        await server.Stop();
        promise("stopped");
    }

    public override Task CheckAsync(string folder, IReadOnlyList<string> promised)
    {
        if (promised.Count > 0)
        {
            var (_, checkpoints, _) = new Runs.Storage.Sqlite.SqliteDialect(Data(folder), "Pooling=False").Look();
            Need(checkpoints.Max(row => row.Step) == StopAt, "The run did not keep its exact step.");
        }
        return TrainedRun.CheckAsync(Data(folder), promised.Count);
    }
}

/// <summary>One long run, and what its log must be at the end.</summary>
internal static class TrainedRun
{
    private static readonly Lazy<Task<IReadOnlyList<RunEvent>>> Uninterrupted = new(TrainAsync);

    public static ML.Training.TrainingOptions Options => FakeTraining.Options(epochs: 12);

    public static Task<TestServer> StartAsync(string data, FakeTraining? training = null) =>
        Servers.StartAsync(data, training ?? new(), options => options.MaxCheckpointsPerRun = 4);

    /// <param name="shown">Events that somebody has seen.</param>
    public static async Task CheckAsync(string data, int shown)
    {
        await using (var server = await StartAsync(data))
        {
            var runs = server.Runs.List(TestServer.Ada);
            if (runs.Count > 1 || runs.Count == 0 && shown > 0) throw new LossException($"There are {runs.Count} runs.");
            if (runs.Count == 1) await CheckAsync(server, runs[0], shown);
            await server.Stop();
        }
        Servers.CheckWhole(data);
    }

    private static async Task CheckAsync(TestServer server, Run run, int shown)
    {
        var events = await server.UntilLastEvent(run);
        if (!events.Select(happened => happened.Number).SequenceEqual(Enumerable.Range(1, events.Count)))
            throw new LossException("Events are missing or double.");
        if (events.Count < shown) throw new LossException($"{shown} events were seen, {events.Count} are left.");
        if (!Losses(events).SequenceEqual(Losses(await Uninterrupted.Value))) throw new LossException("The curve is another.");
        if (FakeTraining.StepOf(server.Runs.Model(TestServer.Ada, run.Id)!) != Options.Epochs * FakeTraining.StepsPerEpoch)
            throw new LossException("The weights are not the last.");
    }

    private static async Task<IReadOnlyList<RunEvent>> TrainAsync()
    {
        using var folder = new TempFolder();
        await using var server = await StartAsync(folder.Path);
        return await server.UntilLastEvent(await server.Runs.StartAsync(TestServer.Ada, "softmax", Options));
    }

    private static IEnumerable<(string, int, double)> Losses(IEnumerable<RunEvent> events) => events.Select(happened => happened switch
    {
        BatchTrained batch => ("batch", batch.Step, batch.Loss),
        EpochTrained epoch => ("epoch", epoch.Step, epoch.MeanLoss),
        _ => (happened.GetType().Name, 0, 0),
    });
}
