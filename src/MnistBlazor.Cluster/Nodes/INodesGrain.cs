using Orleans.Concurrency;

namespace MnistBlazor.Cluster.Nodes;

/// <summary>What all nodes say of themselves: there is one.</summary>
[Alias("Nodes")]
internal interface INodesGrain : IGrainWithIntegerKey
{
    /// <summary>A node says how it is, and hears the same of all.</summary>
    [AlwaysInterleave, Alias("Exchange")]
    Task<IReadOnlyList<NodeReport>> ExchangeAsync(NodeReport own);
}

/// <summary>A node as it says of itself.</summary>
/// <param name="Silo">As Orleans names it.</param>
/// <param name="Memory">That the process takes, in bytes.</param>
[GenerateSerializer]
internal sealed record NodeReport(
    [property: Id(0)] string Silo,
    [property: Id(1)] string Name,
    [property: Id(2)] ClusterRole Role,
    [property: Id(3)] IReadOnlyList<string> Devices,
    [property: Id(4)] DateTimeOffset Started,
    [property: Id(5)] long Memory);
