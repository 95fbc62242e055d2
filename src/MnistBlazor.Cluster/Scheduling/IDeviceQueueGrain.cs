using MnistBlazor.Runs.Contracts;
using Orleans.Concurrency;

namespace MnistBlazor.Cluster.Scheduling;

/// <summary>The one line of a kind of device that all workers take from: its key is the device.</summary>
[Alias("DeviceQueue")]
internal interface IDeviceQueueGrain : IGrainWithStringKey
{
    /// <summary>Asks for a place in the line and stores the run, in one step.</summary>
    /// <returns>Why not; null: it waits.</returns>
    [Alias("Dispatch")]
    Task<Refusal?> DispatchAsync(Ticket ticket);

    /// <inheritdoc cref="IRunDispatcher.SendAsync"/>
    [AlwaysInterleave, Alias("Send")]
    Task SendAsync(string run, RunCommand command);

    /// <inheritdoc cref="IRunDispatcher.MoveAsync"/>
    [Alias("Move")]
    Task<bool> MoveAsync(string run, LineMove move);

    /// <summary>Answers when the line is no more as it was, or after a while.</summary>
    /// <param name="seen">The version that the asker has.</param>
    [AlwaysInterleave, Alias("Watch")]
    Task<LineState> WatchAsync(long seen);

    /// <summary>A worker with room asks for its next run.</summary>
    /// <returns>Null: none waits.</returns>
    [Alias("Take")]
    Task<Assignment?> TakeAsync(string worker);

    /// <summary>A worker gives back a run that others may take: it is stored, and not written any more.</summary>
    /// <param name="first">It was not its turn to: it is next.</param>
    /// <param name="commands">What came for it and was not done any more, in order.</param>
    [Alias("Return")]
    Task ReturnAsync(string worker, string run, bool first, IReadOnlyList<RunCommand> commands);

    /// <summary>What a worker has: said at every change and now and then, so that what is lost on the way is mended.</summary>
    [Alias("Report")]
    Task ReportAsync(string worker, IReadOnlyList<Holding> holdings);
}

/// <summary>A new run on its way to the line.</summary>
/// <param name="Run">A <see cref="NewRun"/> as JSON, as the store writes.</param>
/// <param name="Steps">How many it has before it.</param>
/// <param name="Beside">Learners of the same network address.</param>
[GenerateSerializer]
internal sealed record Ticket(
    [property: Id(0)] string Run,
    [property: Id(1)] byte[]? Checkpoint,
    [property: Id(2)] string Kind,
    [property: Id(3)] double StepWork,
    [property: Id(4)] long Steps,
    [property: Id(5)] IReadOnlyList<string> Beside);

/// <summary>A <see cref="Message"/> on its way between processes.</summary>
[GenerateSerializer]
internal sealed record Refusal([property: Id(0)] string Code, [property: Id(1)] IReadOnlyList<string> Arguments)
{
    public static Refusal Of(Message message) => new(message.Code, [.. message.Arguments]);

    public Message ToMessage() => new(Code, [.. Arguments]);
}

/// <summary>A run that a worker is to train.</summary>
/// <param name="Commands">What its learner has sent it while nobody had it, in order.</param>
[GenerateSerializer]
internal sealed record Assignment([property: Id(0)] string Run, [property: Id(1)] IReadOnlyList<RunCommand> Commands);

/// <summary>A run that a worker has.</summary>
[GenerateSerializer]
internal sealed record Holding([property: Id(0)] string Run, [property: Id(1)] bool Paused, [property: Id(2)] long StepsLeft);
