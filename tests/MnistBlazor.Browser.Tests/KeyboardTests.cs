using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>A lesson without a mouse, from the first Tab to a digit that is drawn and read.</summary>
[Collection(AppFixture.OnSecondApp)]
public sealed class KeyboardTests(AppFixture fixture) : BrowserTest(fixture, fixture.SecondApp)
{
    [Fact]
    public async Task A_lesson_is_set_run_and_drawn_on_by_keyboard_alone()
    {
        var lesson = await LessonPage.OpenAsync(await VisitAsync());
        var keyboard = lesson.Page.Keyboard;

        await TabToAsync(lesson.Page, lesson.Parameter("epochs"));
        await keyboard.PressAsync("Control+A");
        await keyboard.TypeAsync("3");
        await keyboard.PressAsync("Shift+Enter");
        await lesson.ExpectStatusAsync("training", "done");
        await lesson.ExpectEpochsOnChartAsync(3);

        // Shift+Enter went on to the next cell, so the next three end the lesson.
        await Expect(lesson.Cell("evaluation")).ToBeFocusedAsync();
        await keyboard.PressAsync("Shift+Enter");
        await lesson.ExpectStatusAsync("evaluation", "done");
        await Expect(lesson.Cell("shifts")).ToBeFocusedAsync();
        await keyboard.PressAsync("Shift+Enter");
        await lesson.ExpectStatusAsync("shifts", "done");
        await Expect(lesson.Cell("draw")).ToBeFocusedAsync();
        await keyboard.PressAsync("Shift+Enter");
        await lesson.ExpectStatusAsync("draw", "done");

        await TabToAsync(lesson.Page, lesson.Pad.Canvas);
        for (var i = 0; i < 12; i++) await keyboard.PressAsync("ArrowUp");
        await keyboard.PressAsync("Space");
        for (var i = 0; i < 24; i++) await keyboard.PressAsync("ArrowDown");
        await keyboard.PressAsync("Space");
        await lesson.Pad.ExpectPredictionAsync("1");
        await keyboard.PressAsync("Delete");
        await lesson.Pad.ExpectPredictionAsync("");
    }

    [Theory]
    [InlineData("softmax?epochs=1")]
    [InlineData($"mlp?epochs=1&{FewDigits.Query}")]
    [InlineData($"cnn?epochs=1&{FewDigits.Query}")]
    public async Task Every_cell_of_a_lesson_is_run_and_its_code_read_by_keyboard_alone(string address)
    {
        var lesson = await LessonPage.OpenAsync(await VisitAsync(), $"lessons/{address}");
        var cells = await lesson.Page.Locator("[data-cell]").EvaluateAllAsync<string[]>("cells => cells.map(cell => cell.dataset.cell)");
        Assert.Equal(["setup", "data", "batches", "model", "loss", "training", "evaluation", "shifts", "draw"], cells);

        await TabToAsync(lesson.Page, lesson.Cell("setup"));
        foreach (var cell in cells)
        {
            await Expect(lesson.Cell(cell)).ToBeFocusedAsync();
            var pytorch = lesson.Cell(cell).GetByRole(AriaRole.Tab, new() { Name = "PyTorch" });
            if (await pytorch.CountAsync() > 0)
            {
                await TabToAsync(lesson.Page, pytorch);
                await lesson.Page.Keyboard.PressAsync("Enter");
                await Expect(lesson.Cell(cell).Locator("code.language-python")).ToBeVisibleAsync();
            }
            await lesson.Page.Keyboard.PressAsync("Shift+Enter");
            await lesson.ExpectValidityAsync(cell, "evaluated");
            await lesson.ExpectStatusAsync(cell, "done");
        }
    }

    [Fact]
    public async Task Arrows_move_between_cells_a_question_mark_lists_the_keys_and_P_presents_one_cell_a_screen()
    {
        var lesson = await LessonPage.OpenAsync(await VisitAsync());
        await TabToAsync(lesson.Page, lesson.Cell("setup"));
        await lesson.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(lesson.Cell("data")).ToBeFocusedAsync();
        await lesson.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(lesson.Cell("setup")).ToBeFocusedAsync();

        await lesson.Page.Keyboard.PressAsync("?");
        await Expect(lesson.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Shift");
        await Expect(lesson.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button)).ToBeFocusedAsync();
        await lesson.Page.Keyboard.PressAsync("Escape");
        await Expect(lesson.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await lesson.Cell("data").FocusAsync();
        await lesson.Page.Keyboard.PressAsync("p");
        await Expect(lesson.Cell("data")).ToBeVisibleAsync();
        await Expect(lesson.Cell("setup")).ToBeHiddenAsync();
        await lesson.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(lesson.Cell("batches")).ToBeFocusedAsync();
        await Expect(lesson.Cell("data")).ToBeHiddenAsync();
        await lesson.Page.Keyboard.PressAsync("Escape");
        await Expect(lesson.Cell("setup")).ToBeVisibleAsync();
    }

    /// <summary>Presses Tab until the element has the focus, as someone without a mouse gets there.</summary>
    private static async Task TabToAsync(IPage page, ILocator target)
    {
        await Expect(target).ToBeEnabledAsync();
        for (var presses = 0; presses < 200; presses++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement")) return;
            await page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail("200 times Tab did not lead there.");
    }
}
