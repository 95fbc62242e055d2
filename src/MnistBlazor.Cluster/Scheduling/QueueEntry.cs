using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;

namespace MnistBlazor.Cluster.Scheduling;

/// <summary>A run that has not ended, as its line has it.</summary>
internal sealed class QueueEntry(string id, LearnerId owner, RunKind kind, long stepsLeft)
{
    public string Id => id;

    public RunId RunId => RunId.Parse(id);

    public LearnerId Owner => owner;

    public RunKind Kind => kind;

    public long StepsLeft { get; set; } = stepsLeft;

    public string? Worker { get; set; }

    /// <summary>When its worker took it.</summary>
    public long Since { get; set; }

    public bool Paused { get; set; }

    /// <summary>Its worker has reported it.</summary>
    public bool Seen { get; set; }

    /// <summary>It has trained before.</summary>
    public bool HasBegun { get; set; }

    /// <summary>What its learner has sent it while nobody had it.</summary>
    public List<RunCommand> Commands { get; } = [];

    public static QueueEntry Of(Run run) => new(
        run.Id.Value, run.Owner, RunKind.Of(run.Options, RunWork.UsualClasses), RunWork.StepsLeft(run, RunWork.UsualImages))
    {
        HasBegun = run.StartedAt is not null,
        Paused = run.Status == RunStatus.Paused,
    };
}
