using System.Net;

namespace MnistBlazor.Web.Tests.Hosting;

public sealed class PagesTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task An_unknown_address_is_404_with_a_page_that_helps()
    {
        using var browser = app.NewBrowser();
        var answer = await browser.GetAsync("/no/such/page");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is no such page", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("_framework/blazor.web.js")]
    [InlineData("lib/signalr/signalr.min.js")]
    [InlineData("lib/echarts/echarts.min.js")]
    [InlineData("lib/katex/katex.min.js")]
    [InlineData("lib/highlight/core.min.js")]
    [InlineData("lib/pretendard/pretendardvariable-dynamic-subset.css")]
    [InlineData("_content/MudBlazor/MudBlazor.min.css")]
    public async Task What_pages_need_comes_from_the_app_itself(string path)
    {
        using var browser = app.NewBrowser();
        var answer = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True((await answer.Content.ReadAsByteArrayAsync()).Length > 1000);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/enter")]
    [InlineData("/watch/none")]
    public async Task Every_page_can_say_that_cookies_are_blocked(string path)
    {
        using var browser = app.NewBrowser();
        using var answer = await browser.GetAsync(path);

        Assert.Matches("data-no-cookies hidden[^>]*>Your browser keeps no cookies", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("dark", "dark")]
    [InlineData("light", "light")]
    [InlineData("<script>", "system")]
    [InlineData(null, "system")]
    public async Task A_page_arrives_in_the_chosen_theme(string? cookie, string theme)
    {
        using var browser = app.NewBrowser();
        if (cookie is not null) browser.DefaultRequestHeaders.Add("Cookie", $"theme={cookie}");
        var page = await browser.GetStringAsync("/lessons");

        Assert.Contains($"data-theme=\"{theme}\"", page);
    }
}
