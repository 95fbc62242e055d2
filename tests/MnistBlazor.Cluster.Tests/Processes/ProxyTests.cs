using System.Net;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Cluster.Tests.Processes;

/// <summary>Two nodes with pages behind a real nginx and a real HAProxy that are set as docs/scale-out.md says.</summary>
[Collection<RealProcesses>]
[Trait("Category", "Slow")]
public sealed class ProxyTests(ProcessCluster cluster)
{
    [Fact(Timeout = 180_000)]
    public async Task Behind_nginx_a_browser_stays_with_its_node_until_that_is_gone()
    {
        Assert.SkipUnless(DocumentedProxy.IsInstalled("nginx"), "nginx is not installed.");
        await cluster.StartAsync();
        await using var proxy = new NginxBeforeNodes(cluster.Left, cluster.Right);
        await ExpectStickyAsync(proxy);
    }

    [Fact(Timeout = 180_000)]
    public async Task Behind_HAProxy_too()
    {
        Assert.SkipUnless(DocumentedProxy.IsInstalled("haproxy"), "HAProxy is not installed.");
        await cluster.StartAsync();
        await using var proxy = new HaproxyBeforeNodes(cluster.Left, cluster.Right);
        await ExpectStickyAsync(proxy);
    }

    private async Task ExpectStickyAsync(DocumentedProxy proxy)
    {
        proxy.Start();
        var run = await cluster.NewRunAsync();
        var browsers = Enumerable.Range(0, 10).Select(_ => new CookieContainer()).ToList();
        var nodes = new Dictionary<CookieContainer, NodeProcess>();

        foreach (var browser in browsers) nodes[browser] = await LoadAsync(proxy, browser);
        foreach (var browser in browsers) Assert.Equal(nodes[browser], await LoadAsync(proxy, browser));
        var ofLeft = browsers.First(browser => nodes[browser] == cluster.Left);
        Assert.Contains(cluster.Right, nodes.Values);
        await ExpectEventsAsync(proxy, ofLeft, run);

        cluster.Left.Kill();
        foreach (var browser in browsers) Assert.Equal(cluster.Right, await LoadAsync(proxy, browser));
        await ExpectEventsAsync(proxy, ofLeft, run);
        await cluster.ExpectWholeAsync(run);
    }

    /// <returns>The node that gave the page.</returns>
    private async Task<NodeProcess> LoadAsync(DocumentedProxy proxy, CookieContainer browser)
    {
        const string given = "Executing endpoint '/lessons";
        var before = new[] { cluster.Left, cluster.Right }.ToDictionary(node => node, node => node.Count(given));
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = browser, AllowAutoRedirect = false });
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var page = await http.GetAsync(new Uri(proxy.Address, "lessons"));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            if (before.Keys.FirstOrDefault(node => node.Count(given) > before[node]) is { } node) return node;
            await Task.Delay(10, limit.Token); // until what it has said has come here
        }
    }

    // Over a socket through the proxy, with its cookie.
    private static async Task ExpectEventsAsync(DocumentedProxy proxy, CookieContainer browser, Run run)
    {
        var address = new Uri(proxy.Address, "hubs/run");
        await using var hub = new HubConnectionBuilder().WithUrl(address, HttpTransportType.WebSockets, options =>
        {
            options.Cookies = browser;
            options.SkipNegotiation = true;
        }).Build();
        await hub.StartAsync();
        Assert.NotNull(await hub.StreamAsync<object>("Watch", run.Id.Value, 0, run.WatchKey).FirstAsync());
    }
}
