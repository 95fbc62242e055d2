using System.Diagnostics;
using Microsoft.Playwright;
using MnistBlazor.Bench.Apps;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>
/// What many open pages of a lesson, each of a learner of its own in a browser, take of the app's memory; whether that grows while
/// learners click; and whether it comes back once they leave.
/// </summary>
internal static class OpenPagesRows
{
    private const double MegabytesAPage = 2, MinuteToComeBack = 60, ClicksASecond = 5, SamplesWhileClicking = 12;

    // Notebooks leave as soon as the pages do, so that what is held beyond is what leaks.
    private static readonly string[] Idle =
        ["--MnistBlazor:NotebookIdle", "00:00:20", "--MnistBlazor:DisconnectedPageRetention", "00:00:20"];

    public static async Task<IReadOnlyList<Row>> MeasureAsync(Conditions conditions)
    {
        var count = conditions.Smoke ? 3 : 50;
        await using var app = await conditions.StartAppAsync(data: null, Idle);
        await using var chromium = await Chromium.StartAsync();
        // What the app compiles and keeps for all who come is there before it counts.
        await (await OpenAsync(chromium, app)).CloseAsync();
        await UntilGoneAsync(app);
        var (heapBefore, memoryBefore) = (await app.LiveHeapAsync(), app.Memory);
        var pages = new List<LiveLesson>();
        for (var i = 0; i < count; i++) pages.Add(await OpenAsync(chromium, app));
        var (opened, memoryOpened) = (await app.LiveHeapAsync(), app.Memory);
        conditions.Say($"{count} pages are open, {Samples.Number(opened - heapBefore)} MB for all");

        var heaps = new List<double>();
        var random = new Random(1);
        var begun = Stopwatch.StartNew();
        for (var click = 0; begun.Elapsed.TotalMinutes < conditions.Minutes; click++)
        {
            await ClickAsync(pages[click % count].Page, random);
            var due = TimeSpan.FromSeconds((click + 1) / ClicksASecond) - begun.Elapsed;
            if (due > TimeSpan.Zero) await Task.Delay(due);
            if (begun.Elapsed.TotalMinutes < conditions.Minutes * (heaps.Count + 1) / SamplesWhileClicking) continue;
            heaps.Add(await app.LiveHeapAsync());
            conditions.Say($"{click + 1} clicks, {Samples.Number(heaps[^1] - heapBefore)} MB");
        }
        var third = Math.Max(1, heaps.Count / 3);
        var growth = (new Samples([.. heaps.TakeLast(third)]).Median - new Samples([.. heaps.Skip(third).Take(third)]).Median) / count;

        foreach (var page in pages) await page.CloseAsync();
        var left = Stopwatch.StartNew();
        await UntilGoneAsync(app);
        double held;
        // What is left of a page's memory is less than a tenth of it.
        while ((held = (await app.LiveHeapAsync() - heapBefore) / count) > (opened - heapBefore) / count / 10
            && left.Elapsed.TotalSeconds < (conditions.Smoke ? 0 : 2 * MinuteToComeBack))
            await Task.Delay(TimeSpan.FromSeconds(1));
        var minutes = Samples.Number(conditions.Minutes);
        var (each, eachInAll) = ((opened - heapBefore) / count, (memoryOpened - memoryBefore) / count);
        return
        [
            Row.AtMost(
                $"a page of {count} open ones: what lives on the heap for it",
                $"{Samples.Number(each)} MB ({Samples.Number(eachInAll)} MB of the process)", each, "MB", MegabytesAPage),
            Row.AtMost(
                $"what a page grows by in {minutes} minutes of clicking, from the second third to the last",
                $"{Samples.Number(growth)} MB", Math.Max(0, growth), "MB", each / 10),
            Row.AtMost(
                $"until {count} closed pages are given back, {Samples.Number(held)} MB of each kept",
                $"{Samples.Number(left.Elapsed.TotalSeconds)} s", left.Elapsed.TotalSeconds, "s", MinuteToComeBack),
        ];
    }

    private static async Task<LiveLesson> OpenAsync(Chromium chromium, AppProcess app)
    {
        var lesson = await LiveLesson.OpenAsync(chromium, app, "lessons/mlp");
        await lesson.Page.Locator("fieldset.controls:not([disabled])").First
            .WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return lesson;
    }

    private static async Task UntilGoneAsync(AppProcess app)
    {
        while (await app.MetricAsync("mnistblazor_circuits_open") > 0) await Task.Delay(200);
    }

    /// <summary>Folds a cell or unfolds it, sets a parameter, or takes that back: what learners do without training.</summary>
    private static Task ClickAsync(IPage page, Random random) => page.EvaluateAsync(
        """
        ([kind, chance]) => {
          const pick = list => list[Math.floor(chance * list.length)];
          if (kind < 2) return pick(document.querySelectorAll('[data-action=collapse]')).click();
          if (kind === 2) return pick(document.querySelectorAll('[data-action=reset], [data-action=undo-parameters]')).click();
          const field = pick(document.querySelectorAll('input:is([data-parameter=epochs], [data-parameter=seed])'));
          field.value = 1 + Math.floor(chance * 9);
          field.dispatchEvent(new Event('input', { bubbles: true }));
          field.dispatchEvent(new Event('change', { bubbles: true }));
        }
        """,
        new object[] { random.Next(5), random.NextDouble() });
}
