using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hosting.Access;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>What the app makes of what a proxy says, and of what anyone says who is none.</summary>
public sealed class ProxiesTests(ProxiesTests.ProxiedApp proxied, ProxiesTests.UnderPath under)
    : IClassFixture<ProxiesTests.ProxiedApp>, IClassFixture<ProxiesTests.UnderPath>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Under_https_every_cookie_is_for_https_only()
    {
        using var browser = proxied.NewBrowser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var entered = await browser.GetAsync($"/lessons?token={TokenOf(proxied)}", Cancellation);
        var access = entered.Headers.GetValues("Set-Cookie").Single();
        browser.DefaultRequestHeaders.Add("Cookie", access.Split(';')[0]);
        using var page = await browser.GetAsync("/lessons", Cancellation);
        using var language = await browser.GetAsync("/lessons?culture=ko", Cancellation);

        Assert.All(
            page.Headers.GetValues("Set-Cookie").Concat(language.Headers.GetValues("Set-Cookie")).Append(access),
            cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Who_is_no_known_proxy_is_believed_nothing()
    {
        await using var app = new UnknownProxyApp();
        await app.InitializeAsync();
        using var browser = app.NewBrowser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        using var entered = await browser.GetAsync($"/lessons?token={TokenOf(app)}", Cancellation);

        Assert.DoesNotContain("secure", entered.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/metrics", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("/mnist/lessons")] // the proxy keeps the path
    [InlineData("/lessons")] // the proxy takes it away
    public async Task Under_a_path_every_address_says_it(string address)
    {
        using var browser = under.NewBrowser();
        using var asked = await browser.GetAsync(address, Cancellation);
        using var entered = await browser.GetAsync($"{address}?token={TokenOf(under)}", Cancellation);
        var access = entered.Headers.GetValues("Set-Cookie").Single();
        browser.DefaultRequestHeaders.Add("Cookie", access.Split(';')[0]);
        using var language = await browser.GetAsync($"{address}?culture=ko", Cancellation);

        Assert.Equal("/mnist/enter?to=%2Flessons", asked.Headers.Location!.ToString());
        Assert.Equal("/mnist/lessons", entered.Headers.Location!.ToString());
        Assert.Contains("path=/mnist", access, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("/mnist/lessons", language.Headers.Location!.ToString());
        var page = await browser.GetStringAsync(address, Cancellation);
        Assert.Contains("<base href=\"/mnist/\"", page);
        Assert.DoesNotMatch("(href|src|action)=\"/(?!mnist/)", page);
    }

    [Theory]
    [InlineData("PathBase", "mnist")]
    [InlineData("PathBase", "/mnist/")]
    [InlineData("PathBase", "/")]
    [InlineData("Proxies", "everyone")]
    public void What_is_no_path_or_no_network_is_refused_at_the_start(string setting, string value)
    {
        var data = Directory.CreateTempSubdirectory("mnistblazor-web-tests-");

        var problem = Assert.Throws<StartupProblem>(
            () => MnistBlazorApp.Create(["--MnistBlazor:DataDirectory", data.FullName, $"--MnistBlazor:{setting}", value]));

        Assert.Contains(value, problem.Message);
        data.Delete(recursive: true);
    }

    private static string TokenOf(RunningApp app) => app.Services.GetRequiredService<AccessTokens>().Class;

    public sealed class ProxiedApp : RunningApp
    {
        protected override string[] Arguments => ["--MnistBlazor:Proxies", "127.0.0.1/32"];
    }

    public sealed class UnderPath : RunningApp
    {
        protected override string[] Arguments => ["--MnistBlazor:PathBase", "/mnist"];
    }

    private sealed class UnknownProxyApp : RunningApp
    {
        protected override string[] Arguments => ["--MnistBlazor:Proxies", "10.0.0.0/8"];
    }
}
