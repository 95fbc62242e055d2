using Bunit;
using MnistBlazor.Cluster;
using MnistBlazor.Cluster.Nodes;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Supervision;

namespace MnistBlazor.Web.Tests.Components.Supervision;

/// <summary>The machines of a cluster as the teacher sees them.</summary>
public sealed class NodesTableTests : ComponentTest
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private static readonly Run Run = RunSamples.Create("mlp", status: RunStatus.Running) with { Owner = new("bbbbbb22") };

    [Fact]
    public void Each_says_what_it_serves_what_it_trains_and_whether_it_is_there()
    {
        var table = Render(
            new Node("front (10.0.0.1:11111)", ClusterRole.Web, [], Now.AddHours(-2), 300 << 20, NodeState.There, []),
            new Node("lab (10.0.0.2:11111)", ClusterRole.Both, ["cpu", "cuda:0"], Now.AddMinutes(-3), 700 << 20, NodeState.There, [Run.Id]),
            new Node("old (10.0.0.3:11111)", ClusterRole.Worker, ["cpu"], Now, 1500L << 20, NodeState.Gone, [RunId.New()]));

        Assert.Equal(["there", "there", "gone"], table.FindAll("[data-node]").Select(row => row.GetAttribute("data-state")));
        Assert.Equal(["front (10.0.0.1:11111)", "there", "pages", "–", "2 h 0 min", "300 MB"], Cells(table, 0));
        Assert.Equal("pages, cpu, cuda:0", Cells(table, 1)[2]);
        Assert.Contains("bbbbbb", Cells(table, 1)[3]);
        Assert.Equal(("gone", "cpu", "+ 1", "1,500 MB"), (Cells(table, 2)[1], Cells(table, 2)[2], Cells(table, 2)[3], Cells(table, 2)[5]));
    }

    [Fact]
    public void In_Korean_too()
    {
        Speak("ko");

        var table = Render(new Node("lab", ClusterRole.Web, [], Now, 1 << 20, NodeState.Leaving, []));

        Assert.Equal(["멈추는 중", "페이지"], Cells(table, 0)[1..3]);
    }

    private IRenderedComponent<NodesTable> Render(params IReadOnlyList<Node> nodes) => Render<NodesTable>(table => table
        .Add(it => it.Nodes, nodes).Add(it => it.Now, Now).Add(it => it.Own, new LearnerId("aaaaaa11"))
        .Add(it => it.Devices, [new DeviceRuns("cpu", 1, 0, [new SupervisedRun(Run, null)])]));

    private static string[] Cells(IRenderedComponent<NodesTable> table, int row) =>
        [.. table.FindAll("[data-node]")[row].Children.Select(cell => cell.TextContent.Trim())];
}
