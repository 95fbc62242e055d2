using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Cluster.Nodes;

/// <summary>Whether a node is part of its cluster.</summary>
public enum NodeState
{
    /// <summary>The others reach it.</summary>
    There,

    /// <summary>It was told to stop, and gives its runs back.</summary>
    Leaving,

    /// <summary>It stopped, or the others do not reach it any more.</summary>
    Gone,
}

/// <summary>A process of the cluster.</summary>
/// <param name="Name">Its machine, and where the others reach it: <c>room-3 (192.168.1.3:11111)</c>.</param>
/// <param name="Devices">On which it trains.</param>
/// <param name="Memory">In bytes.</param>
/// <param name="Trains">The runs that it has.</param>
public sealed record Node(
    string Name, ClusterRole Role, IReadOnlyList<string> Devices, DateTimeOffset Started, long Memory, NodeState State,
    IReadOnlyList<RunId> Trains);
