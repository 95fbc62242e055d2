using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>The statistical maps: drawn when they are opened, gone over by keys, told anew by other classes, fed with an own table.</summary>
[Collection(AppFixture.OnSecondApp)]
public sealed class MapsTests(AppFixture fixture) : BrowserTest(fixture, fixture.SecondApp)
{
    [Fact]
    public async Task Maps_are_there_at_once_are_walked_over_by_keys_and_take_an_own_table()
    {
        var visitor = await VisitAsync();
        var lesson = await LessonPage.OpenAsync(visitor, "lessons/maps");
        await lesson.ExpectAllDoneAsync();
        var map = lesson.Cell("thematic");
        await Expect(map.Locator("[data-region]")).ToHaveCountAsync(17);
        await Expect(map.Locator("[data-region=gyeonggi]")).ToHaveAttributeAsync("data-class", "4");
        await Expect(map.Locator("[data-region=sejong]")).ToHaveAttributeAsync("data-class", "0");
        await Expect(lesson.Cell("charts").Locator("[data-symbol]")).ToHaveCountAsync(17);
        await Appearance.ExpectAccessibleAsync(lesson.Page);

        // From region to region; the table goes along.
        await map.Locator("[data-region=seoul]").FocusAsync();
        await Expect(map.Locator("[data-readout]")).ToHaveTextAsync("Seoul: 9,331,828, class 4 of 5");
        await lesson.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(map.Locator("[data-region=gyeonggi]")).ToBeFocusedAsync();
        await Expect(map.Locator("[data-row=gyeonggi]")).ToHaveAttributeAsync("data-lit", "");
        await lesson.Page.Keyboard.PressAsync("+");
        await Expect(map.Locator("[data-map]")).ToHaveAttributeAsync("data-zoomed", "");
        await lesson.Page.Keyboard.PressAsync("0");
        await Expect(map.Locator("[data-map]")).Not.ToHaveAttributeAsync("data-zoomed", "");

        // Other bounds: by another method, then by a key on the histogram.
        var first = map.Locator("[data-bound]").Nth(1);
        await Expect(first).ToHaveAttributeAsync("data-bound", "1098049");
        await map.Locator("[data-story=equal] button").ClickAsync();
        await Expect(first).Not.ToHaveAttributeAsync("data-bound", "1098049");
        await map.Locator("[data-break]").First.PressAsync("ArrowRight");
        await Expect(lesson.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("method=own&.*breaks=\\d"));
        await map.Locator("[data-years]").FocusAsync();
        await lesson.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(map.Locator("[data-year]")).ToHaveAttributeAsync("data-year", "2015");

        var table = lesson.Cell("table");
        await table.Locator("[data-map-files] > summary").ClickAsync();
        await ChooseAsync(table, "wrong.csv", "region,people\n서울,1\n부산,2\n대구,many\n인천,3\n");
        await Expect(table.Locator("[data-problem]")).ToContainTextAsync("Line 4");
        await ChooseAsync(table, "mine.csv", "region,people\n서울,\"1,000\"\n부산시,2\nDaegu,3\n인천,5\n경기,9\n전복,4\n");
        await Expect(table.Locator("[data-joined]")).ToHaveAttributeAsync("data-joined", "5");
        await Expect(table.Locator("[data-unmatched=rows]")).ToContainTextAsync("전복");
        await Expect(map.Locator("[data-region]:not([data-class])")).ToHaveCountAsync(12);

        // It is there after a reload, and can be deleted.
        var again = await LessonPage.OpenAsync(visitor, "lessons/maps");
        await Expect(again.Cell("table").Locator("[data-joined]")).ToHaveAttributeAsync("data-joined", "5");
        await again.Cell("table").Locator("[data-action=delete]").ClickAsync();
        await Expect(again.Cell("table").Locator("[data-joined]")).ToHaveAttributeAsync("data-joined", "17");
    }

    private static Task ChooseAsync(ILocator cell, string name, string text) => cell.Locator("[data-map-file=table]")
        .SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
}
