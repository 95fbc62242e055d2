using Orleans.Runtime;

namespace MnistBlazor.Cluster.Nodes;

/// <summary>Keeps what nodes have said in memory: an activation that is new hears it again within seconds.</summary>
internal sealed class NodesGrain(IClusterMembershipService membership, TimeProvider time) : Grain, INodesGrain
{
    /// <summary>How long one that is gone is still listed.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, (NodeReport Report, DateTimeOffset At)> _said = [];

    public Task<IReadOnlyList<NodeReport>> ExchangeAsync(NodeReport own)
    {
        var now = time.GetUtcNow();
        _said[own.Silo] = (own, now);
        var members = membership.CurrentSnapshot.Members.Values.ToDictionary(
            member => member.SiloAddress.ToParsableString(), member => member.Status);
        foreach (var (silo, (_, at)) in _said.ToList())
            if (StateOf(silo) == NodeState.Gone && now - at > Remembered) _said.Remove(silo);
        return Task.FromResult<IReadOnlyList<NodeReport>>(
            [.. _said.Values.Select(said => said.Report with { State = StateOf(said.Report.Silo) })]);

        NodeState StateOf(string silo) => members.GetValueOrDefault(silo) switch
        {
            SiloStatus.Active or SiloStatus.Joining or SiloStatus.Created => NodeState.There,
            SiloStatus.ShuttingDown or SiloStatus.Stopping => NodeState.Leaving,
            _ => NodeState.Gone,
        };
    }
}
