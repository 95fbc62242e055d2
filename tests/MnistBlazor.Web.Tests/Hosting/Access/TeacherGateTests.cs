using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Web.Hosting.Access;

namespace MnistBlazor.Web.Tests.Hosting.Access;

/// <summary>Who comes to the teacher's page: with nothing, the class's token, the teacher's, and one that was the teacher's.</summary>
public sealed class TeacherGateTests(AccessGateTests.AwayApp away, RunningApp loopback)
    : IClassFixture<AccessGateTests.AwayApp>, IClassFixture<RunningApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_the_machine_itself_the_page_asks_for_the_teachers_token_though_no_other_page_asks_for_any()
    {
        using var browser = loopback.NewBrowser();
        using var asked = await browser.GetAsync("/teacher", Cancellation);

        Assert.Equal("/enter?to=%2Fteacher", asked.Headers.Location!.ToString());
        Assert.Contains("teacher’s token", WebUtility.HtmlDecode(await browser.GetStringAsync(asked.Headers.Location, Cancellation)));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/lessons", Cancellation)).StatusCode);
        using var entered = await EnterAsync(browser, Tokens(loopback).Teacher);
        Assert.Equal("/teacher", entered.Headers.Location!.ToString());
        Assert.Contains("data-queue=\"open\"", await browser.GetStringAsync("/teacher", Cancellation));
    }

    [Fact]
    public async Task The_classs_token_opens_no_teachers_page_by_form_address_or_cookie()
    {
        using var learner = away.NewBrowser();
        await learner.GetAsync($"/?token={Tokens(away).Class}", Cancellation);
        Assert.Equal(HttpStatusCode.OK, (await learner.GetAsync("/lessons", Cancellation)).StatusCode);

        using var entered = await EnterAsync(learner, Tokens(away).Class);
        using var byAddress = await learner.GetAsync($"/teacher?token={Tokens(away).Class}", Cancellation);

        Assert.Equal("/enter?to=%2Fteacher&problem=wrong", entered.Headers.Location!.ToString());
        Assert.Equal("/enter?to=%2Fteacher&problem=wrong", byAddress.Headers.Location!.ToString());
        foreach (var address in new[] { "/teacher", "/Teacher", "/teacher/", "/teacher?x=1" })
            Assert.StartsWith("/enter", (await learner.GetAsync(address, Cancellation)).Headers.Location!.ToString());
    }

    [Fact]
    public async Task The_teachers_token_opens_everything_is_left_at_once_and_stands_in_no_line_of_the_log()
    {
        var token = Tokens(away).Teacher;
        using var teacher = away.NewBrowser();
        using var entered = await teacher.GetAsync($"/teacher?token={token}", Cancellation);

        Assert.Equal("/teacher", entered.Headers.Location!.ToString());
        Assert.Equal("no-referrer", entered.Headers.GetValues("Referrer-Policy").Single());
        Assert.True(entered.Headers.CacheControl is { NoStore: true });
        var cookie = entered.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(token, cookie);
        foreach (var page in new[] { "/teacher", "/lessons" })
            Assert.Equal(HttpStatusCode.OK, (await teacher.GetAsync(page, Cancellation)).StatusCode);
        Assert.DoesNotContain(away.Services.GetFakeLogCollector().GetSnapshot(), line =>
            line.Message.Contains(token, StringComparison.OrdinalIgnoreCase)
            || line.StructuredState?.Any(part => part.Value?.Contains(token, StringComparison.OrdinalIgnoreCase) == true) == true);
    }

    [Fact]
    public async Task A_cookie_of_an_old_token_or_of_ones_own_making_opens_nothing_and_leaving_gives_it_back()
    {
        await using var own = new AccessGateTests.AwayApp();
        await own.InitializeAsync();
        var cookies = new CookieContainer();
        using var teacher = own.NewBrowser(cookies);
        await teacher.GetAsync($"/teacher?token={Tokens(own).Teacher}", Cancellation);
        var forged = new CookieContainer();
        forged.Add(own.Address, new Cookie("teacher", Tokens(own).TeachersFingerprint));
        // What is protected for the class is no fingerprint of the teacher's token.
        using var learner = own.NewBrowser(forged);
        await learner.GetAsync($"/?token={Tokens(own).Class}", Cancellation);
        forged.Add(own.Address, new Cookie("teacher", forged.GetCookies(own.Address)["access"]!.Value));
        Assert.Equal(HttpStatusCode.Redirect, (await learner.GetAsync("/teacher", Cancellation)).StatusCode);

        // Another token for the class leaves the teacher where they are.
        Assert.Equal(0, TokenCommand.TryRun(["token", "new", "--MnistBlazor:DataDirectory", own.Data]));
        Assert.Equal(HttpStatusCode.OK, (await teacher.GetAsync("/teacher", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await learner.GetAsync("/lessons", Cancellation)).StatusCode);
        Assert.Equal(0, TokenCommand.TryRun(["token", "new", "teacher", "--MnistBlazor:DataDirectory", own.Data]));
        foreach (var page in new[] { "/teacher", "/lessons" })
            Assert.Equal(HttpStatusCode.Redirect, (await teacher.GetAsync(page, Cancellation)).StatusCode);

        await teacher.GetAsync($"/teacher?token={Tokens(own).Teacher}", Cancellation);
        await teacher.PostAsync("/access/leave", null, Cancellation);
        Assert.Null(cookies.GetCookies(own.Address)["teacher"]);
    }

    [Fact]
    public async Task Guessing_the_teachers_token_is_slowed_and_the_classs_counts_as_a_guess_there()
    {
        await using var own = new AccessGateTests.AwayApp();
        await own.InitializeAsync();
        using var guesser = own.NewBrowser();
        var (tried, problem) = (0, "");
        while (tried++ < 10 * Guesses.Burst && problem != "later")
        {
            using var wrong = await EnterAsync(guesser, Tokens(own).Class);
            problem = wrong.Headers.Location!.ToString().Split("problem=")[1];
        }

        Assert.Equal("later", problem);
        using var right = await EnterAsync(guesser, Tokens(own).Teacher);
        Assert.EndsWith("problem=later", right.Headers.Location!.ToString());
    }

    private static AccessTokens Tokens(RunningApp app) => app.Services.GetRequiredService<AccessTokens>();

    private static Task<HttpResponseMessage> EnterAsync(HttpClient browser, string token) => browser.PostAsync(
        "/access", new FormUrlEncodedContent([new("token", token), new("to", "/teacher")]), Cancellation);
}
