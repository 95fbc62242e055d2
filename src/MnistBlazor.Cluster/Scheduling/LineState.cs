using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;

namespace MnistBlazor.Cluster.Scheduling;

/// <summary>The line of one device as it stood at a moment, for all nodes to draw.</summary>
/// <param name="Version">Changes with every change of the line; 0 is none.</param>
/// <param name="Waiting">In the order of the line.</param>
/// <param name="Taken">Those that a worker has: they train, or their learners hold them.</param>
/// <param name="Held">Paused, and nobody's.</param>
/// <param name="Workers">Those that take from this line.</param>
[GenerateSerializer]
internal sealed record LineState(
    [property: Id(0)] long Version,
    [property: Id(1)] IReadOnlyList<LineRun> Waiting,
    [property: Id(2)] IReadOnlyList<LineRun> Taken,
    [property: Id(3)] IReadOnlyList<LineRun> Held,
    [property: Id(4)] IReadOnlyList<string> Workers)
{
    public static LineState None { get; } = new(0, [], [], [], []);

    public IEnumerable<LineRun> All => Taken.Where(run => !run.Paused).Concat(Waiting).Concat(Taken.Where(run => run.Paused)).Concat(Held);
}

/// <summary>A run in a line.</summary>
/// <param name="Turn">How long ago a worker took it; zero while it waits.</param>
/// <param name="Moved">The teacher has given it its place.</param>
/// <param name="Paused">A worker has it, and its learner holds it.</param>
/// <param name="Worker">Who has it.</param>
[GenerateSerializer]
internal sealed record LineRun(
    [property: Id(0)] string Run,
    [property: Id(1)] string Learner,
    [property: Id(2)] string Device,
    [property: Id(3)] string Kind,
    [property: Id(4)] double StepWork,
    [property: Id(5)] long StepsLeft,
    [property: Id(6)] TimeSpan Turn,
    [property: Id(7)] bool Moved,
    [property: Id(8)] bool Paused,
    [property: Id(9)] string? Worker)
{
    public RunId Id => RunId.Parse(Run);

    /// <param name="age">How long ago the line stood so.</param>
    public ScheduledRun Scheduled(TimeSpan age) => new(
        Id, new LearnerId(Learner), new RunKind(Device, Kind, StepWork), StepsLeft, Worker is null || Paused ? TimeSpan.Zero : Turn + age);
}
