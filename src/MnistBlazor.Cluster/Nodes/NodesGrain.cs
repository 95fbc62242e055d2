using Orleans.Runtime;

namespace MnistBlazor.Cluster.Nodes;

/// <summary>Keeps what nodes have said in memory: an activation that is new hears it again within seconds.</summary>
internal sealed class NodesGrain(IClusterMembershipService membership) : Grain, INodesGrain
{
    private readonly Dictionary<string, NodeReport> _said = [];

    public Task<IReadOnlyList<NodeReport>> ExchangeAsync(NodeReport own)
    {
        _said[own.Silo] = own;
        // Orleans lists the dead for days; each node remembers for itself, and not so long, who is gone.
        var members = membership.CurrentSnapshot.Members.Values.Where(member => member.Status != SiloStatus.Dead)
            .Select(member => member.SiloAddress.ToParsableString()).ToHashSet();
        foreach (var silo in _said.Keys.Where(silo => !members.Contains(silo)).ToList()) _said.Remove(silo);
        return Task.FromResult<IReadOnlyList<NodeReport>>([.. _said.Values]);
    }
}
