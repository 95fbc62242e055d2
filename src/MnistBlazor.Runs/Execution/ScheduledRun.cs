using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Execution;

/// <summary>What there is to know of a run that waits or trains, to tell how long others wait for it.</summary>
/// <param name="Turn">How long it has trained since its turn began; zero while it waits.</param>
internal sealed record ScheduledRun(RunId Id, LearnerId Owner, RunKind Kind, long StepsLeft, TimeSpan Turn);
