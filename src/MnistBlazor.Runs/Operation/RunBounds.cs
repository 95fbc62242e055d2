namespace MnistBlazor.Runs.Operation;

/// <summary>What may be trained at this moment: the operator's settings, until the teacher sets others.</summary>
public sealed record RunBounds
{
    /// <summary>False: no run is taken; those that wait or train go on.</summary>
    public bool QueueOpen { get; init; } = true;

    /// <summary>As <see cref="RunsOptions.MaxQueuedRuns"/>.</summary>
    public required int MaxQueuedRuns { get; init; }

    /// <summary>As <see cref="RunsOptions.MaxUnfinishedRunsPerLearner"/>.</summary>
    public required int MaxUnfinishedRunsPerLearner { get; init; }

    /// <summary>As <see cref="RunsOptions.MaxUnfinishedRunsPerAddress"/>.</summary>
    public required int MaxUnfinishedRunsPerAddress { get; init; }

    /// <summary>As <see cref="RunsOptions.MaxRunWork"/>.</summary>
    public required double MaxRunWork { get; init; }

    public static RunBounds Of(RunsOptions options) => new()
    {
        MaxQueuedRuns = options.MaxQueuedRuns,
        MaxUnfinishedRunsPerLearner = options.MaxUnfinishedRunsPerLearner,
        MaxUnfinishedRunsPerAddress = options.MaxUnfinishedRunsPerAddress,
        MaxRunWork = options.MaxRunWork,
    };
}
