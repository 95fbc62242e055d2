using System.Net;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Cluster.Tests.Processes;

/// <summary>Nodes with pages go away, and all are started anew.</summary>
[Collection<RealProcesses>]
[Trait("Category", "Slow")]
public sealed class RestartTests(ProcessCluster cluster)
{
    private const int Limit = 180_000;

    [Fact(Timeout = Limit)]
    public async Task A_node_with_pages_is_killed_and_the_other_knows_learner_and_run()
    {
        await cluster.StartAsync();
        var run = await cluster.NewRunAsync();
        await using HubWatcher left = new(cluster.Left, run), right = new(cluster.Right, run);
        var cookies = new CookieContainer();
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies });
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        await browser.GetStringAsync(new Uri(cluster.Left.Address, "lessons"));
        var learner = cookies.GetAllCookies().Single(cookie => cookie.Name == "learner").Value;
        await left.UntilAsync(200);

        cluster.Left.Kill();
        // A browser sends its cookies to whatever port.
        using var reloaded = await browser.GetAsync(new Uri(cluster.Right.Address, "lessons/softmax"));
        var watched = await browser.GetStringAsync(new Uri(cluster.Right.Address, $"watch/{run.Id.Value}?key={run.WatchKey}"));

        Assert.Equal(HttpStatusCode.OK, reloaded.StatusCode);
        Assert.Equal(learner, cookies.GetAllCookies().Single(cookie => cookie.Name == "learner").Value);
        Assert.Contains($"data-run=\"{run.Id.Value}\"", watched);
        await cluster.ExpectWholeAsync(run, right);
        Assert.Equal(1, cluster.Takings(run));
    }

    [Fact(Timeout = Limit)]
    public async Task All_nodes_are_restarted_one_after_another_and_no_run_fails_nor_loses_an_event()
    {
        await cluster.StartAsync();
        var runs = new[] { await cluster.NewRunAsync(Ada), await cluster.NewRunAsync(Bert), await cluster.NewRunAsync(Ada) };
        var watchers = runs.Select((run, i) => new HubWatcher(i % 2 == 0 ? cluster.Left : cluster.Right, run)).ToList();
        await watchers[0].UntilAsync(200);

        foreach (var node in cluster.Nodes)
        {
            await node.StopAsync();
            await node.StartAsync();
        }

        foreach (var (run, watcher) in runs.Zip(watchers))
        {
            await cluster.ExpectWholeAsync(run, watcher);
            await watcher.DisposeAsync();
        }
    }
}
