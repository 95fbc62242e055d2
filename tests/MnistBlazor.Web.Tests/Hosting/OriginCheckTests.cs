using System.Net;
using System.Net.WebSockets;
using MnistBlazor.Web.Hubs;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>Another site's page, open in a learner's browser, tries to use the app as that learner.</summary>
public sealed class OriginCheckTests(RunningApp app) : IClassFixture<RunningApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Foreign =>
        ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1", "file://127.0.0.1"];

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task It_opens_no_socket(string origin)
    {
        foreach (var path in new[] { RunHub.Path, "/_blazor" })
            Assert.Equal(HttpStatusCode.Forbidden, await ConnectAsync(path, origin));
    }

    [Fact]
    public async Task The_apps_own_page_does() =>
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await ConnectAsync(RunHub.Path, app.Address.GetLeftPart(UriPartial.Authority)));

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task It_negotiates_for_none_and_sends_no_form(string origin)
    {
        foreach (var path in new[] { RunHub.Path + "/negotiate?negotiateVersion=1", "/_blazor/negotiate?negotiateVersion=1", "/lessons" })
            Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(path, "Origin", origin)).StatusCode);
    }

    [Fact]
    public async Task A_browser_that_says_so_without_an_origin_is_believed()
    {
        const string negotiate = RunHub.Path + "/negotiate?negotiateVersion=1";
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(negotiate, "Sec-Fetch-Site", "cross-site")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(negotiate, "Sec-Fetch-Site", "same-site")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(negotiate, "Sec-Fetch-Site", "same-origin")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(negotiate, "Origin", app.Address.GetLeftPart(UriPartial.Authority))).StatusCode);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string header, string value)
    {
        using var browser = app.NewBrowser();
        browser.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        return await browser.PostAsync(path, null, Cancellation);
    }

    private async Task<HttpStatusCode> ConnectAsync(string path, string origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new UriBuilder(app.Address) { Scheme = "ws", Path = path }.Uri, Cancellation);
        }
        catch (WebSocketException)
        {
        }
        return socket.HttpStatusCode;
    }
}
