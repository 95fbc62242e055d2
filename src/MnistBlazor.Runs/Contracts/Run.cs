using System.Text.Json.Serialization;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Runs.Contracts;

[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    [JsonStringEnumMemberName("queued")] Queued,
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("paused")] Paused,
    [JsonStringEnumMemberName("completed")] Completed,
    [JsonStringEnumMemberName("stopped")] Stopped,
    [JsonStringEnumMemberName("failed")] Failed,
}

/// <summary>One training of one network, as it stood when it was asked for: an immutable snapshot.</summary>
public sealed record Run
{
    public required RunId Id { get; init; }

    public required LearnerId Owner { get; init; }

    public required string Lesson { get; init; }

    public required TrainingOptions Options { get; init; }

    public required RunStatus Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string TorchVersion { get; init; } = "";

    /// <summary>Version of the app that started the run.</summary>
    public string CodeVersion { get; init; } = "";

    /// <summary>Batches trained so far.</summary>
    public int Step { get; init; }

    /// <summary>Epoch of the batch last trained, from 1; 0 before the first.</summary>
    public int Epoch { get; init; }

    /// <summary>0 until the run starts.</summary>
    public int StepsPerEpoch { get; init; }

    /// <summary>Mean loss of the last whole epoch; of the first as far as it has come; null before its first batch.</summary>
    public double? Loss { get; init; }

    /// <summary>Accuracy on the test images, once evaluated: 0..1.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Place in line, from 1; null unless queued.</summary>
    public int? QueuePosition { get; init; }

    /// <summary>The teacher has given it its place in line.</summary>
    public bool Moved { get; init; }

    /// <summary>Estimate of the time until a queued run has its turn or a running one ends; null where there is nothing to tell.</summary>
    public TimeSpan? EstimatedWait { get; init; }

    /// <summary>Why its turn cannot come at present, however short the line; null where it only waits for it.</summary>
    public Message? Obstacle { get; init; }

    /// <summary>Who has this key may watch the run, and only watch. Unguessable; show it to the owner alone.</summary>
    public required string WatchKey { get; init; }

    public string? Name { get; init; }

    public string? Note { get; init; }

    public bool Starred { get; init; }

    /// <summary>The run whose checkpoint at <see cref="ForkedAtStep"/> this one began from.</summary>
    public RunId? ForkedFrom { get; init; }

    public int? ForkedAtStep { get; init; }

    /// <summary>Why the run failed, and what to try; or that the teacher stopped it. Null for any other.</summary>
    public Message? Failure { get; init; }

    /// <summary>Set: out of sight, and gone for good some time after.</summary>
    internal DateTimeOffset? DeletedAt { get; init; }

    /// <summary>It was the teacher who deleted it: its owner cannot bring it back.</summary>
    internal bool DeletedByTeacher { get; init; }

    /// <summary>The store cannot be written at present: what is shown of this run would be lost with the process.</summary>
    public bool Unsaved { get; init; }

    /// <summary>As people may see it: without what a bug hunt has planted, until they have answered.</summary>
    internal Run AsShown() => Options is { FaultIsSecret: true } ? this with { Options = Options.AsShown() } : this;

    /// <summary>Has trained and waits in line for its next turn, since others wait too.</summary>
    [JsonIgnore]
    public bool GivesWay => Status == RunStatus.Queued && StartedAt is not null;

    [JsonIgnore]
    public bool Ended => Status is RunStatus.Completed or RunStatus.Stopped or RunStatus.Failed;
}
