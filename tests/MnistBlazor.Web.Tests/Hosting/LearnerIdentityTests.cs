using System.Net;
using System.Security.Claims;
using MnistBlazor.Web.Hosting;

namespace MnistBlazor.Web.Tests.Hosting;

public sealed class LearnerIdentityTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task The_first_page_gives_an_id_in_a_cookie_that_scripts_cannot_read()
    {
        using var browser = app.NewBrowser();
        var answer = await browser.GetAsync("/lessons");

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("learner="));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("expires=", cookie);
    }

    [Fact]
    public async Task The_next_page_keeps_the_id()
    {
        using var browser = app.NewBrowser();
        await browser.GetAsync("/lessons");
        var answer = await browser.GetAsync("/lessons");

        Assert.DoesNotContain(answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [], c => c.StartsWith("learner="));
    }

    [Fact]
    public async Task A_forged_cookie_is_nobody_and_gets_a_new_id()
    {
        var cookies = new CookieContainer();
        cookies.Add(app.Address, new Cookie("learner", "0123456789abcdef0123456789abcdef"));
        using var browser = app.NewBrowser(cookies);
        var answer = await browser.GetAsync("/lessons");

        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("learner=") && !c.Contains("0123456789abcdef"));
    }

    [Theory]
    [InlineData("/healthz", "*/*")]
    [InlineData("/css/tokens.css", "text/css,*/*;q=0.1")]
    public async Task What_is_no_page_gives_no_id(string path, string accept)
    {
        using var browser = app.NewBrowser();
        browser.DefaultRequestHeaders.Accept.Clear();
        browser.DefaultRequestHeaders.Accept.ParseAdd(accept);
        var answer = await browser.GetAsync(path);

        Assert.NotEqual(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public void Ids_differ_and_are_long_enough_not_to_be_guessed()
    {
        var ids = Enumerable.Range(0, 100).Select(_ => LearnerIdentity.Of(LearnerIdentity.NewLearner()).Value).ToList();

        Assert.Equal(100, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
    }

    [Fact]
    public void Nobody_has_no_id() =>
        Assert.Throws<InvalidOperationException>(() => LearnerIdentity.Of(new ClaimsPrincipal()));
}
