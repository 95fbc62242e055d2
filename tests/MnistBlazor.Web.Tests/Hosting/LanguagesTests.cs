using System.Net;

namespace MnistBlazor.Web.Tests.Hosting;

public sealed class LanguagesTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Theory]
    [InlineData("ko-KR,ko;q=0.9,en;q=0.8", "ko")]
    [InlineData("en-GB", "en")]
    [InlineData("fr-FR", "en")]
    public async Task Without_a_choice_the_browsers_language_decides(string acceptLanguage, string expected)
    {
        using var browser = app.NewBrowser();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd(acceptLanguage);

        Assert.Contains($"<html lang=\"{expected}\"", await browser.GetStringAsync("/lessons"));
    }

    [Fact]
    public async Task A_choice_is_remembered_and_keeps_page_and_query()
    {
        using var browser = app.NewBrowser();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");

        var answer = await browser.GetAsync("/lessons?learning-rate=0.5&culture=ko&seed=7");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/lessons?learning-rate=0.5&seed=7", answer.Headers.Location?.ToString());
        Assert.Contains("<html lang=\"ko\"", await browser.GetStringAsync("/lessons"));
    }

    [Fact]
    public async Task A_language_that_there_is_not_changes_nothing()
    {
        using var browser = app.NewBrowser();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("ko");

        Assert.Contains("<html lang=\"ko\"", await browser.GetStringAsync("/lessons?culture=tlh"));
    }

    [Theory]
    [InlineData("//elsewhere.example/?culture=ko")]
    [InlineData("/%5Celsewhere.example/?culture=ko")]
    [InlineData("/%09/elsewhere.example/?culture=ko")] // browsers leave a tab out of an address
    [InlineData("/%0A/elsewhere.example/?culture=ko")]
    [InlineData("/%0D%0ASet-Cookie:%20a=b?culture=ko")]
    [InlineData("/%ED%95%9C%EA%B5%AD%EC%96%B4?culture=ko")]
    [InlineData("/lessons?%0D%0A=%ED%95%9C&culture=ko")]
    public async Task A_choice_never_leads_to_another_host_nor_writes_into_the_header(string path)
    {
        using var browser = app.NewBrowser();
        var answer = await browser.GetAsync(new Uri(app.Address.GetLeftPart(UriPartial.Authority) + path));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Matches("^/[!-.0-~][!-~]*$|^/$", answer.Headers.GetValues("Location").Single()); // no second slash, printable ASCII only
        Assert.Equal(app.Address.Authority, new Uri(app.Address, answer.Headers.Location!).Authority);
    }
}
