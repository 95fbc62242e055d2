using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Hosting.Access;
using MnistBlazor.Web.Hubs;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>The app behind a real nginx and a real Caddy that are set as docs/proxy.md says, and behind one that is not.</summary>
public sealed class ProxyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData("", "/ {app}")]
    [InlineData("/mnist", "/mnist/ {app}")] // kept
    [InlineData("/mnist", "/mnist/ {app}/")] // taken away
    public async Task Behind_nginx_page_circuit_hub_download_and_watch_link_work(string path, string location)
    {
        Assert.SkipUnless(Nginx.IsInstalled, "nginx is not installed.");
        await using var app = new ProxiedApp(path);
        await app.InitializeAsync();
        using var nginx = new Nginx(app.Address, location);
        await ExpectAllWorksAsync(app, nginx, path);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("", "")]
    [InlineData("/mnist", "handle /mnist/*")]
    [InlineData("/mnist", "handle_path /mnist/*")]
    public async Task Behind_Caddy_too(string path, string place)
    {
        Assert.SkipUnless(Caddy.IsInstalled, "Caddy is not installed.");
        await using var app = new ProxiedApp(path);
        await app.InitializeAsync();
        using var caddy = new Caddy(app.Address, place);
        await ExpectAllWorksAsync(app, caddy, path);
    }

    [Fact(Timeout = 120_000)]
    public async Task With_nothing_but_proxy_pass_it_gets_neither_the_metrics_nor_a_page_without_the_token()
    {
        Assert.SkipUnless(Nginx.IsInstalled, "nginx is not installed.");
        await using var app = new RunningApp();
        await app.InitializeAsync();
        using var nginx = new Nginx(app.Address, "/ {app}", bare: true);
        using var visitor = new HttpClient(nginx.NewHandler(new())) { BaseAddress = nginx.Address };

        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync("/metrics", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync("/lessons", Cancellation)).StatusCode);
    }

    private static async Task ExpectAllWorksAsync(RunningApp app, Proxy proxy, string path)
    {
        var runs = app.Services.GetRequiredService<RunService>();
        var lesson = LessonCatalog.FindDigits("softmax")!;
        var run = await runs.StartAsync(new LearnerId("ada"), lesson.Id, lesson.Options(lesson.Defaults));
        await runs.StopAsync(run.Owner, run.Id);
        var (cookies, root) = (new CookieContainer(), proxy.Address + path[Math.Min(1, path.Length)..]);
        root = root.TrimEnd('/');
        using var browser = new HttpClient(proxy.NewHandler(cookies));
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        using var asked = await browser.GetAsync($"{root}/lessons", Cancellation);
        Assert.Equal($"{path}/enter?to=%2Flessons", asked.Headers.Location!.ToString());
        using var watched = await browser.GetAsync($"{root}/watch/{run.Id.Value}?key={run.WatchKey}", Cancellation);
        Assert.Equal(HttpStatusCode.OK, watched.StatusCode);
        using var entered = await browser.GetAsync($"{root}/?token={app.Services.GetRequiredService<AccessTokens>().Class}", Cancellation);
        Assert.Equal($"{path}/", entered.Headers.Location!.ToString());
        var page = await browser.GetStringAsync($"{root}/lessons/softmax", Cancellation);
        Assert.Contains($"<base href=\"{path}/\"", page);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"{root}/css/site.css", Cancellation)).StatusCode);
        var notebook = await browser.GetStringAsync($"{root}/lessons/softmax/take-home/notebook.ipynb", Cancellation);
        Assert.Contains("nbformat", notebook);

        using var circuit = await ConnectAsync($"{root}/_blazor", proxy, cookies, Cancellation);
        Assert.Equal(WebSocketState.Open, circuit.State);
        await using var hub = new HubConnectionBuilder().WithUrl($"{root}{RunHub.Path}", HttpTransportType.WebSockets, options =>
        {
            options.HttpMessageHandlerFactory = _ => proxy.NewHandler(cookies);
            options.WebSocketFactory = async (context, cancellation) =>
                await ConnectAsync(context.Uri.AbsoluteUri, proxy, cookies, cancellation);
        }).Build();
        await hub.StartAsync(Cancellation);
        Assert.NotNull(await hub.StreamAsync<object>("Watch", run.Id.Value, 0, run.WatchKey, Cancellation).FirstAsync(Cancellation));
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync($"{root}/metrics", Cancellation)).StatusCode);
    }

    private static async Task<WebSocket> ConnectAsync(string address, Proxy proxy, CookieContainer cookies, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", proxy.Address.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(
            new UriBuilder(address) { Scheme = "ws" }.Uri, new HttpMessageInvoker(proxy.NewHandler(cookies)), cancellation);
        return socket;
    }

    private sealed class ProxiedApp(string path) : RunningApp
    {
        protected override bool WorksInBackground => true;

        protected override string[] Arguments =>
            ["--MnistBlazor:Hosts", Proxy.Name, "--MnistBlazor:Proxies", "127.0.0.1/32", "--MnistBlazor:PathBase", path];
    }
}
