using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>The first minute: a pad at once, read by a network that the app trained when it first started, and a way into the lessons.</summary>
public sealed class HomeTests(AppFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task The_pad_reads_a_digit_as_soon_as_the_first_network_is_trained()
    {
        var page = await (await VisitAsync()).OpenAsync("");
        var pad = new Pad(page);
        await pad.DrawAsync(Pad.Zero);
        await pad.ExpectPredictionAsync("0");
        await pad.ClearAsync();
        await pad.DrawAsync(Pad.One);
        await pad.ExpectPredictionAsync("1");
    }

    [Fact]
    public async Task A_finger_draws_and_the_page_stays_where_it_is()
    {
        var page = await (await VisitAsync(size: Sizes.Phone)).OpenAsync("");
        var pad = new Pad(page);
        await pad.ShowAsync();
        var before = await page.EvaluateAsync<double>("scrollY");
        await pad.TouchAsync(Pad.One);
        await pad.ExpectPredictionAsync("1");
        Assert.Equal(before, await page.EvaluateAsync<double>("scrollY"));
    }

    [Fact]
    public async Task A_click_leads_into_the_first_lesson()
    {
        var page = await (await VisitAsync()).OpenAsync("");
        await page.Locator("main a[href='lessons/softmax']").First.ClickAsync();
        await Expect(page.Locator("[data-cell=setup]")).ToBeVisibleAsync();
    }
}
