using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>The first minute: a pad at once, read by networks that the app trained when it first started, and a way into the lessons.</summary>
public sealed class HomeTests(AppFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task The_pad_is_read_by_each_network_once_it_is_trained_and_the_drawing_survives_another_language()
    {
        var page = await (await VisitAsync()).OpenAsync("");
        var pad = new Pad(page);
        await pad.DrawAsync(Pad.Zero);
        await pad.ExpectPredictionAsync("0");
        await Expect(page.Locator("[data-model] [data-value=prediction]")).ToHaveTextAsync(["0", "0", "0"]);
        await pad.ClearAsync();
        await pad.ExpectPredictionAsync("");
        await pad.DrawAsync(Pad.One);
        await pad.ExpectPredictionAsync("1");

        await page.Locator("nav.languages a[lang=ko]").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ko");
        await pad.ExpectPredictionAsync("1");
    }

    [Fact]
    public async Task A_finger_draws_the_page_stays_where_it_is_and_shows_every_answer()
    {
        var page = await (await VisitAsync(size: new() { Width = 390, Height = 664 })).OpenAsync(""); // what browsers leave of a phone
        var pad = new Pad(page);
        await pad.ShowAsync();
        await pad.TouchAsync(Pad.One);
        await pad.ExpectPredictionAsync("1");
        Assert.Equal(0, await page.EvaluateAsync<double>("scrollY"));
        foreach (var bars in await page.Locator(".bars").AllAsync())
        {
            var box = (await bars.BoundingBoxAsync())!;
            Assert.InRange(box.Y + box.Height, 0, 664);
        }
    }

    [Fact]
    public async Task A_click_leads_into_the_first_lesson()
    {
        var page = await (await VisitAsync()).OpenAsync("");
        await page.Locator("main a[href='lessons/softmax']").First.ClickAsync();
        await Expect(page.Locator("[data-cell=setup]")).ToBeVisibleAsync();
    }
}
