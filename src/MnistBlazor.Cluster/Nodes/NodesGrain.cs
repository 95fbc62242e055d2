using Orleans.Runtime;

namespace MnistBlazor.Cluster.Nodes;

/// <summary>Keeps what nodes have said in memory: an activation that is new hears it again within seconds.</summary>
internal sealed class NodesGrain(IClusterMembershipService membership) : Grain, INodesGrain
{
    private readonly Dictionary<string, NodeReport> _said = [];

    public Task<IReadOnlyList<NodeReport>> ExchangeAsync(NodeReport own)
    {
        _said[own.Silo] = own;
        var members = membership.CurrentSnapshot.Members.Keys.Select(silo => silo.ToParsableString()).ToHashSet();
        foreach (var silo in _said.Keys.Where(silo => !members.Contains(silo)).ToList()) _said.Remove(silo);
        return Task.FromResult<IReadOnlyList<NodeReport>>([.. _said.Values]);
    }
}
