using System.Text.Json.Serialization;

namespace MnistBlazor.Runs.Contracts;

/// <summary>Something that happened in a run. Events are numbered 1, 2, 3, … per run, without gaps.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RunQueued), "queued")]
[JsonDerivedType(typeof(RunStarted), "started")]
[JsonDerivedType(typeof(BatchTrained), "batch")]
[JsonDerivedType(typeof(EpochTrained), "epoch")]
[JsonDerivedType(typeof(RunPaused), "paused")]
[JsonDerivedType(typeof(RunResumed), "resumed")]
[JsonDerivedType(typeof(RunEnded), "ended")]
public abstract record RunEvent
{
    public int Number { get; init; }

    public DateTimeOffset At { get; init; }
}

public sealed record RunQueued : RunEvent;

public sealed record RunStarted(string Device, string TorchVersion, int StepsPerEpoch, int Epochs) : RunEvent;

/// <summary>A batch; not every batch of a long run has one.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Batches trained so far, this one included.</param>
/// <param name="Loss">Cross-entropy in nats, mean over the batch.</param>
public sealed record BatchTrained(int Epoch, int Step, double Loss) : RunEvent;

/// <summary>The end of an epoch.</summary>
/// <param name="MeanLoss">Mean of the losses of the epoch's batches.</param>
/// <param name="Seconds">Time the epoch took to train, without pauses and without the turns of other runs.</param>
public sealed record EpochTrained(int Epoch, int Step, double MeanLoss, double Seconds) : RunEvent
{
    /// <summary>Mean loss on the images held out from training; null: none are held out.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Share of the images held out that were read right: 0..1; null: none are held out.</summary>
    public double? ValidationAccuracy { get; init; }
}

public sealed record RunPaused : RunEvent;

public sealed record RunResumed : RunEvent;

/// <summary>The last event of a run.</summary>
public sealed record RunEnded(RunStatus Status, Message? Failure) : RunEvent;
