using System.Net;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MnistBlazor.Lessons;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Hosting.Access;

namespace MnistBlazor.Web.Tests.Hosting.Access;

/// <summary>An app that other machines reach, and who comes to it without the token, with it, and with others.</summary>
public sealed class AccessGateTests(AccessGateTests.AwayApp app) : IClassFixture<AccessGateTests.AwayApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Token => app.Services.GetRequiredService<AccessTokens>().Class;

    [Theory]
    [InlineData("/")]
    [InlineData("/lessons/softmax?seed=7")]
    [InlineData("/runs")]
    [InlineData("/no/such/page")]
    [InlineData("/images/mnist/train/0.png")]
    public async Task A_stranger_is_led_to_the_page_that_asks_and_becomes_no_learner(string address)
    {
        using var stranger = app.NewBrowser();
        using var answer = await stranger.GetAsync(address, Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/enter?to={Uri.EscapeDataString(address)}", answer.Headers.Location!.ToString());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Contains("asks for a token", await stranger.GetStringAsync(answer.Headers.Location, Cancellation));
    }

    [Fact]
    public async Task What_is_no_page_is_refused_and_what_the_asking_page_needs_is_not()
    {
        using var program = new HttpClient { BaseAddress = app.Address };
        foreach (var address in new[] { "/images/mnist/train/0.png", "/runs/export.csv", "/datasets/mnist/files.zip", "/_blazor" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync(address, Cancellation)).StatusCode);
        using var negotiated = await program.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, negotiated.StatusCode);
        foreach (var address in new[] { "/css/site.css", "/js/page.js", "/lib/pretendard/pretendardvariable-dynamic-subset.css" })
            Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(address, Cancellation)).StatusCode);
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await program.GetAsync("/healthz", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("*")]
    public async Task That_it_listens_everywhere_is_no_name_of_it(string name)
    {
        var answer = await RawRequest.SendAsync(
            app.Address, Cancellation, "GET /enter HTTP/1.1", $"Host: {name}:{app.Address.Port}", "Connection: close");

        Assert.Contains(" 400 ", answer.Split('\n')[0]);
    }

    [Fact]
    public async Task An_address_with_the_token_opens_the_browser_and_is_left_at_once()
    {
        using var browser = app.NewBrowser();
        using var entered = await browser.GetAsync($"/lessons?seed=7&token={Token}", Cancellation);

        Assert.Equal("/lessons?seed=7", entered.Headers.Location!.ToString());
        Assert.Equal("no-referrer", entered.Headers.GetValues("Referrer-Policy").Single());
        Assert.True(entered.Headers.CacheControl is { NoStore: true });
        var cookie = entered.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Token, cookie);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/lessons", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("/runs?page=2", "/runs?page=2")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("/\t/evil.example/", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("/a\r\nSet-Cookie: a=b", "/")]
    [InlineData("", "/")]
    public async Task The_page_leads_to_where_one_was_going_and_to_no_other_host(string to, string leadsTo)
    {
        using var browser = app.NewBrowser();
        using var entered = await EnterAsync(browser, $" {Token.Replace("-", "").ToUpperInvariant()} ", to);

        Assert.Equal(leadsTo, entered.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/lessons", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_cookie_of_ones_own_making_opens_nothing()
    {
        var cookies = new CookieContainer();
        cookies.Add(app.Address, new Cookie("access", app.Services.GetRequiredService<AccessTokens>().Fingerprint));
        using var forger = app.NewBrowser(cookies);

        Assert.Equal(HttpStatusCode.Redirect, (await forger.GetAsync("/lessons", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_token_that_was_changed_meanwhile_is_asked_for_again()
    {
        await using var own = new AwayApp();
        await own.InitializeAsync();
        var before = own.Services.GetRequiredService<AccessTokens>().Class;
        using var browser = own.NewBrowser();
        await browser.GetAsync($"/?token={before}", Cancellation);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/lessons", Cancellation)).StatusCode);

        Assert.Equal(0, TokenCommand.TryRun(["token", "new", "--MnistBlazor:DataDirectory", own.Data]));

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/lessons", Cancellation)).StatusCode);
        using var late = await browser.GetAsync($"/?token={before}", Cancellation);
        Assert.StartsWith("/enter", late.Headers.Location!.ToString());
        Assert.DoesNotContain(before, late.Headers.Location.ToString());
        await browser.GetAsync($"/?token={own.Services.GetRequiredService<AccessTokens>().Class}", Cancellation);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/lessons", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Guessing_is_slowed_whatever_browser_it_comes_from()
    {
        await using var own = new AwayApp();
        await own.InitializeAsync();
        var (tried, problem) = (0, "");
        while (tried < 10 * Guesses.Burst && problem != "later")
        {
            using var guesser = own.NewBrowser();
            using var wrong = await EnterAsync(guesser, $"aaaa-aaaa-{tried++}", "/");
            problem = wrong.Headers.Location!.ToString().Split("problem=")[1];
        }

        Assert.Equal("later", problem);
        Assert.True(tried > Guesses.Burst);
    }

    [Fact]
    public void Who_has_guessed_wrong_too_often_waits_and_others_do_not()
    {
        using var guesses = new Guesses();
        var (guesser, neighbour) = (IPAddress.Parse("2001:db8::1"), IPAddress.Parse("2001:db8::2"));
        for (var i = 0; i < 100; i++) Assert.True(guesses.Try(guesser, () => true));
        for (var i = 0; i < Guesses.Burst; i++) Assert.False(guesses.Try(i % 2 == 0 ? guesser : neighbour, () => false));

        Assert.Null(guesses.Try(guesser, () => throw new InvalidOperationException("it may not even be looked at")));
        Assert.Null(guesses.Try(neighbour, () => true)); // an address of the same household
        Assert.True(guesses.Try(IPAddress.Parse("203.0.113.7"), () => true));
    }

    [Fact]
    public async Task The_token_is_in_no_line_of_the_log_however_much_is_logged()
    {
        using var browser = app.NewBrowser();
        await browser.GetAsync($"/lessons?token={Token}", Cancellation);
        using var entered = await EnterAsync(browser, Token, "/lessons");

        var log = app.Services.GetFakeLogCollector().GetSnapshot();
        Assert.Contains(log, line => line.Level == LogLevel.Trace || line.Level == LogLevel.Debug);
        Assert.DoesNotContain(log, line =>
            line.Message.Contains(Token, StringComparison.OrdinalIgnoreCase)
            || line.StructuredState?.Any(part => part.Value?.Contains(Token, StringComparison.OrdinalIgnoreCase) == true) == true);
    }

    [Fact]
    public void The_token_is_its_accounts_alone()
    {
        _ = Token;
        if (OperatingSystem.IsWindows()) return; // it has access lists
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(app.Data, AccessTokens.FileName)));
    }

    [Fact]
    public async Task A_watch_link_opens_its_run_by_its_own_key_and_nothing_else()
    {
        await using var training = new AwayTrainingApp();
        await training.InitializeAsync();
        var runs = training.Services.GetRequiredService<RunService>();
        var lesson = LessonCatalog.FindDigits("softmax")!;
        var run = await runs.StartAsync(new LearnerId("ada"), lesson.Id, lesson.Options(lesson.Defaults));
        await runs.StopAsync(run.Owner, run.Id);
        using var spectator = training.NewBrowser();
        await using var hub = training.NewHub();
        await hub.StartAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, (await spectator.GetAsync($"/watch/{run.Id.Value}?key={run.WatchKey}", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await spectator.GetAsync($"/watch/{run.Id.Value}?key=wrong", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await spectator.GetAsync("/lessons/softmax", Cancellation)).StatusCode);
        Assert.NotNull(await hub.StreamAsync<object>("Watch", run.Id.Value, 0, run.WatchKey, Cancellation).FirstAsync(Cancellation));
    }

    private static Task<HttpResponseMessage> EnterAsync(HttpClient browser, string token, string to) => browser.PostAsync(
        "/access", new FormUrlEncodedContent([new("token", token), new("to", to)]), Cancellation);

    public class AwayApp : RunningApp
    {
        protected override string Urls => "http://0.0.0.0:0";

        // Where an operator looks for a mistake.
        protected override string[] Arguments =>
            ["--Logging:LogLevel:Default", "Trace", "--Logging:LogLevel:Microsoft.AspNetCore", "Trace",
                "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", "Information"];

        protected override void Configure(IServiceCollection services) =>
            services.AddLogging(logging => logging.ClearProviders().AddFakeLogging());
    }

    private sealed class AwayTrainingApp : AwayApp
    {
        protected override bool WorksInBackground => true;
    }
}
