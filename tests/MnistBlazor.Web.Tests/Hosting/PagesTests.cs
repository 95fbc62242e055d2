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
    [InlineData("_content/Radzen.Blazor/css/material-dark.css")]
    public async Task What_pages_need_comes_from_the_app_itself(string path)
    {
        using var browser = app.NewBrowser();
        var answer = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True((await answer.Content.ReadAsByteArrayAsync()).Length > 1000);
    }

    [Theory]
    [InlineData("dark", "dark", "not all", "all")]
    [InlineData("light", "light", "all", "not all")]
    [InlineData("<script>", "system", "(prefers-color-scheme: light)", "(prefers-color-scheme: dark)")]
    [InlineData(null, "system", "(prefers-color-scheme: light)", "(prefers-color-scheme: dark)")]
    public async Task A_page_arrives_in_the_chosen_theme(string? cookie, string theme, string lightMedia, string darkMedia)
    {
        using var browser = app.NewBrowser();
        if (cookie is not null) browser.DefaultRequestHeaders.Add("Cookie", $"theme={cookie}");
        var page = await browser.GetStringAsync("/lessons");

        Assert.Contains($"data-theme=\"{theme}\"", page);
        Assert.Matches($"""data-theme-link="light" media="{System.Text.RegularExpressions.Regex.Escape(lightMedia)}" """.TrimEnd(), page);
        Assert.Matches($"""data-theme-link="dark" media="{System.Text.RegularExpressions.Regex.Escape(darkMedia)}" """.TrimEnd(), page);
    }
}
