using MnistBlazor.Cluster.Tests.Servers;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Cluster.Tests.Sharing;

/// <summary>A learner's notebook on two nodes, as when the proxy sends them to another one and back.</summary>
public sealed class SharedNotebooksTests : IAsyncLifetime
{
    private readonly ClusterServers _servers;
    private readonly TempFolder _one = new(), _other = new();
    private TestServer _left = null!, _right = null!;

    public SharedNotebooksTests(ClusterServers servers)
    {
        ClusterServers.SkipWithoutServers();
        _servers = servers;
    }

    public async ValueTask InitializeAsync()
    {
        var (cluster, training) = (_servers.NewName(), new FakeTraining());
        _left = await ClusterNode.Start(_servers, cluster, _one, training.Backend, ClusterRole.Web, lessons: true);
        _right = await ClusterNode.Start(_servers, cluster, _other, training.Backend, ClusterRole.Web, lessons: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _left.DisposeAsync();
        await _right.DisposeAsync();
        _one.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Who_comes_back_to_a_node_finds_what_they_did_on_the_other_one()
    {
        var here = Open(_left);
        await SetAsync(_left, here, "3");
        var there = Open(_right);
        Assert.Equal("3", Epochs(there));
        await SetAsync(_right, there, "7");

        var back = Open(_left);

        Assert.NotSame(here, back);
        Assert.True(here.IsOutdated);
        Assert.Equal("7", Epochs(back));
        await SetAsync(_left, back, "8");
        Assert.Same(back, Open(_left));
        Assert.Equal("8", Epochs(Open(_right)));
    }

    [Fact]
    public async Task What_is_set_on_a_page_that_stayed_open_is_not_written_over_what_is_newer()
    {
        var here = Open(_left);
        await SetAsync(_left, here, "3");
        await SetAsync(_right, Open(_right), "7");

        here.SetParameter("epochs", "5");
        await Until(here.Subscribe, () => here.IsOutdated, outdated => outdated);

        Assert.Null(here.NotSaved);
        Assert.Equal("7", Epochs(Open(_left)));
        Assert.Equal("7", Epochs(Open(_right)));
        Assert.False(Open(_right).IsOutdated);
    }

    [Fact]
    public async Task Of_two_nodes_that_save_a_new_notebook_one_does()
    {
        var stored = await Task.WhenAll(new[] { _left, _right }.Select(async (node, i) =>
        {
            while (true)
            {
                try
                {
                    return await node.Get<StoredSessions>().SaveAsync(Ada, "mlp", () => $"{{\"by\":{i}}}", new());
                }
                // Both found none: the database lets one of them write, and the other one tries again.
                catch (Microsoft.EntityFrameworkCore.DbUpdateException)
                {
                }
            }
        }));

        var first = Array.IndexOf(stored, SessionSaving.Saved);
        Assert.Equal([SessionSaving.Saved, SessionSaving.Outdated], stored.Order());
        Assert.Equal($"{{\"by\":{first}}}", _left.Get<StoredSessions>().Find(Ada, "mlp")!.Value.State);
    }

    private static NotebookSession Open(TestServer node) => node.Get<SessionRegistry>().Open(Ada, "softmax");

    private static string Epochs(NotebookSession session) => session.State.Parameters.Text("epochs");

    /// <summary>Ends when it is stored.</summary>
    private static async Task SetAsync(TestServer node, NotebookSession session, string epochs)
    {
        var before = Version(node);
        session.SetParameter("epochs", epochs);
        while (Version(node) == before) await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    private static string? Version(TestServer node) => node.Get<StoredSessions>().Find(Ada, "softmax")?.Version;
}
