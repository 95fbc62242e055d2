using MnistBlazor.Bench.Apps;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>Short runs one after another, as a class starts them in a week: what the app's process holds of the machine's memory.</summary>
internal static class ManyRunsRows
{
    private const int WarmUp = 50;

    public static async Task<IReadOnlyList<Row>> MeasureAsync(Conditions conditions)
    {
        var (runs, every) = conditions.Smoke ? (6, 1) : (1000, 50);
        var warmUp = conditions.Smoke ? 2 : WarmUp;
        await using var app = await conditions.StartAppAsync();
        await using var chromium = await Chromium.StartAsync();
        var lesson = await LiveLesson.OpenAsync(chromium, app, "lessons/softmax?epochs=1&batch-size=5000");
        await lesson.TrainAsync();
        await lesson.UntilTrainedAsync();
        var memory = new List<double>();
        var cell = lesson.Page.Locator("[data-cell=training]");
        for (var run = 2; run <= runs; run++)
        {
            var before = await cell.Locator("[data-run]").First.GetAttributeAsync("data-run");
            await cell.Locator("[data-action=run]").ClickAsync();
            await lesson.Page.Locator($"[data-cell=training][data-status=done] [data-run]:not([data-run='{before}'])").First.WaitForAsync();
            if (run % every != 0) continue;
            if (run >= warmUp) memory.Add(app.Memory);
            conditions.Say($"{run} runs: {memory.LastOrDefault():0} MB");
        }
        var half = memory.Count / 2;
        var growth = memory.Skip(half).Average() / memory.Take(half).Average() * 100 - 100;
        return
        [
            Row.AtMost(
                $"memory over {runs} short runs, from run {warmUp} on: the second half of them against the first",
                $"{memory[0]:0} MB at first, {memory[^1]:0} MB at last", growth, "% more", 3),
        ];
    }
}
