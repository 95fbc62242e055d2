namespace MnistBlazor.Web.Tests.Hosting;

public sealed class SecurityHeadersTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Theory]
    [InlineData("/lessons")]
    [InlineData("/no/such/page")]
    [InlineData("/css/tokens.css")]
    [InlineData("/healthz")]
    public async Task Every_answer_allows_scripts_from_the_app_only(string path)
    {
        using var browser = app.NewBrowser();
        var answer = await browser.GetAsync(path);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single().Split(';', StringSplitOptions.TrimEntries);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("default-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_page_holds_no_inline_script_and_nothing_from_elsewhere()
    {
        using var browser = app.NewBrowser();
        var page = await browser.GetStringAsync("/lessons");

        Assert.Contains("<script", page);
        Assert.DoesNotMatch(@"<script(?![^>]*\ssrc=)", page);
        Assert.DoesNotMatch(@"\son(click|load|error)=", page);
        Assert.DoesNotMatch(@"(src|href)=""(https?:)?//", page);
    }

    [Fact]
    public async Task A_strange_host_cannot_write_into_the_policy()
    {
        using var browser = app.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        Assert.True(request.Headers.TryAddWithoutValidation("Host", "x'$(y)"));
        var answer = await browser.SendAsync(request);

        if (answer.Headers.TryGetValues("Content-Security-Policy", out var policy))
            Assert.DoesNotContain("x'$(y)", policy.Single());
        else
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
