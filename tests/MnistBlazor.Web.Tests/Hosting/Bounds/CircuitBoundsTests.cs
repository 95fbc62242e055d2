using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR.Client;
using MnistBlazor.Web.Hosting.Bounds;

namespace MnistBlazor.Web.Tests.Hosting.Bounds;

/// <summary>The app with bounds that a test reaches.</summary>
public sealed class NarrowApp : RunningApp
{
    public const int Circuits = 12, PerAddress = 11, PerLearner = 3;

    protected override string[] Arguments =>
    [
        "--MnistBlazor:MaxCircuits", $"{Circuits}", "--MnistBlazor:MaxCircuitsPerAddress", $"{PerAddress}",
        "--MnistBlazor:MaxCircuitsPerLearner", $"{PerLearner}", "--MnistBlazor:MaxSocketsPerAddress", "20",
    ];
}

/// <summary>Pages that are opened and left without end, over real sockets and as browsers do it.</summary>
public sealed partial class CircuitBoundsTests : IAsyncLifetime
{
    /// <summary>In milliseconds.</summary>
    private const int Patience = 60_000;

    private readonly NarrowApp _app = new();
    private readonly List<HubConnection> _sockets = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets) await socket.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task A_flood_of_pages_is_refused_and_drives_out_nobody_who_has_lost_the_connection()
    {
        var (_, ada) = await _app.NewLearnerAsync(Cancellation);
        var (_, flood) = await _app.NewLearnerAsync(Cancellation);
        var (connection, adas) = await OpenAsync(ada);
        await connection.StopAsync(Cancellation); // her wireless is gone for a moment

        for (var i = 0; i < NarrowApp.PerLearner; i++)
        {
            var (socket, circuit) = await OpenAsync(flood);
            Assert.NotNull(circuit);
            await socket.StopAsync(Cancellation); // its circuit is kept, and so is its place
        }
        Assert.Null((await OpenAsync(flood)).Circuit);

        var back = await ConnectAsync(ada);
        Assert.True(await back.InvokeAsync<bool>("ConnectCircuit", adas, Cancellation));
        using var page = _app.NewBrowser(flood);
        var text = await page.GetStringAsync("/about", Cancellation);
        Assert.Contains("data-full>", text);
        Assert.DoesNotContain("blazor.web", text);
        using var adasPage = _app.NewBrowser(ada);
        Assert.Contains("data-full hidden", await adasPage.GetStringAsync("/about", Cancellation));
    }

    [Fact(Timeout = Patience)]
    public async Task New_cookies_make_no_more_room_for_an_address()
    {
        for (var i = 0; i < NarrowApp.PerAddress; i++)
            Assert.NotNull((await OpenAsync((await _app.NewLearnerAsync(Cancellation)).Cookies)).Circuit);

        Assert.Null((await OpenAsync((await _app.NewLearnerAsync(Cancellation)).Cookies)).Circuit);
    }

    [Fact(Timeout = Patience)]
    public async Task Who_shows_no_cookie_has_few_pages_and_keeps_none_that_was_left()
    {
        for (var i = 0; i < CircuitPlaces.MaxOfStrangers; i++) Assert.NotNull((await OpenAsync(null)).Circuit);
        Assert.Null((await OpenAsync(null)).Circuit);

        await _sockets[0].StopAsync(Cancellation);
        while ((await OpenAsync(null)).Circuit is null) Cancellation.ThrowIfCancellationRequested();
    }

    [Fact(Timeout = Patience)]
    public async Task An_address_has_so_many_sockets_and_the_next_is_told_why_not()
    {
        for (var i = 0; i < 20; i++)
        {
            var hub = _app.NewHub();
            _sockets.Add(hub);
            await hub.StartAsync(Cancellation);
        }
        using var browser = _app.NewBrowser();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("ko");

        var answer = await browser.PostAsync("/hubs/run/negotiate?negotiateVersion=1", null, Cancellation);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Contains("필요 없는 페이지를 닫고", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/lessons", Cancellation)).StatusCode);
    }

    [Fact(Timeout = Patience)]
    public async Task A_flood_of_messages_waits_and_loses_none()
    {
        var (_, cookies) = await _app.NewLearnerAsync(Cancellation);
        var socket = await ConnectAsync(cookies);
        var begun = Stopwatch.GetTimestamp();

        var answers = await Task.WhenAll(Enumerable.Range(0, CircuitBounds.Burst + CircuitBounds.PerSecond)
            .Select(_ => socket.InvokeAsync<bool>("ConnectCircuit", "nonsense", Cancellation)));

        Assert.All(answers, Assert.False);
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0.5, 30);
    }

    [Fact(Timeout = Patience)]
    public async Task A_circuit_that_never_came_alive_is_not_kept()
    {
        var (_, flood) = await _app.NewLearnerAsync(Cancellation);
        for (var i = 0; i < NarrowApp.PerLearner; i++) await StartAsync(await ConnectAsync(flood), "[]");
        Assert.Null(await StartAsync(await ConnectAsync(flood), "[]"));

        await _sockets[0].StopAsync(Cancellation);
        while (await StartAsync(await ConnectAsync(flood), "[]") is null) Cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>A page that is opened as a browser does it, and is alive.</summary>
    /// <param name="cookies">Null: the browser keeps none.</param>
    private async Task<(HubConnection Socket, string? Circuit)> OpenAsync(CookieContainer? cookies)
    {
        using var browser = _app.NewBrowser(cookies);
        var page = await browser.GetStringAsync("/about", Cancellation);
        var socket = await ConnectAsync(cookies ?? new());
        var alive = new TaskCompletionSource();
        socket.On<int, byte[]>("JS.RenderBatch", (_, _) => alive.TrySetResult());
        var circuit = await StartAsync(socket, $"[{string.Join(',', Component().Matches(page).Select(one => one.Groups[1].Value))}]");
        if (circuit is not null) await alive.Task.WaitAsync(Cancellation);
        return (socket, circuit);
    }

    private Task<string?> StartAsync(HubConnection socket, string components) =>
        socket.InvokeAsync<string?>("StartCircuit", _app.Address.ToString(), $"{_app.Address}about", components, "", Cancellation);

    [GeneratedRegex("""<!--Blazor:(\{"type":"server"[^>]+"descriptor"[^>]+\})-->""")]
    private static partial Regex Component();

    private async Task<HubConnection> ConnectAsync(CookieContainer cookies)
    {
        var socket = _app.NewCircuitSocket(cookies);
        _sockets.Add(socket);
        await socket.StartAsync(Cancellation);
        return socket;
    }
}
