using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Scheduling;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime;

namespace MnistBlazor.Cluster.Scheduling;

/// <summary>A run where it trains: its key is the run's id.</summary>
[Alias("Run")]
internal interface IRunGrain : IGrainWithStringKey
{
    /// <summary>Called by the worker that has the run, so that it is found there.</summary>
    /// <returns>False: it was elsewhere before and will be here when asked again.</returns>
    [Alias("Begin")]
    Task<bool> BeginAsync(string worker);

    /// <returns>False: the run is not here.</returns>
    [AlwaysInterleave, Alias("Command")]
    Task<bool> CommandAsync(RunCommand command);

    /// <param name="known">The step whose weights the asker has; -1: none.</param>
    /// <returns>Null: there are none, or none newer.</returns>
    [AlwaysInterleave, Alias("Weights")]
    Task<RunWeightsReply?> WeightsAsync(int known);
}

/// <summary>The newest weights of a run that trains.</summary>
/// <param name="Weights">As the bytes of a safetensors file.</param>
[GenerateSerializer]
internal sealed record RunWeightsReply([property: Id(0)] int Step, [property: Id(1)] byte[] Weights);

/// <summary>Lives in the process whose worker has the run; where it is not, says so and leaves. Web nodes have no such class.</summary>
[PreferLocalPlacement]
internal sealed class RunGrain(WorkerFeed feed, LiveRuns live, ILocalSiloDetails silo) : Grain, IRunGrain
{
    public Task<bool> BeginAsync(string worker)
    {
        var here = worker == silo.SiloAddress.ToParsableString();
        if (!here) DeactivateOnIdle();
        return Task.FromResult(here);
    }

    public Task<bool> CommandAsync(RunCommand command)
    {
        var here = feed.TrySend(RunId.Parse(this.GetPrimaryKeyString()), command);
        if (!here) DeactivateOnIdle();
        return Task.FromResult(here);
    }

    public Task<RunWeightsReply?> WeightsAsync(int known)
    {
        var newest = live.Find(RunId.Parse(this.GetPrimaryKeyString()))?.Weights;
        return Task.FromResult(
            newest is null || newest.Step == known ? null : new RunWeightsReply(newest.Step, newest.Model.Weights));
    }
}
