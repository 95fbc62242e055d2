using MnistBlazor.Bench.Apps;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>
/// Several learners who train lesson 1 at the same time on one device, and one who comes with a short run while a long one trains.
/// </summary>
internal static class LearnerRows
{
    private static readonly int[] Counts = [1, 2, 4, 8];

    public static async Task<IReadOnlyList<Row>> MeasureAsync(Conditions conditions)
    {
        await using var app = await conditions.StartAppAsync();
        await using var chromium = await Chromium.StartAsync();
        var counts = conditions.Smoke ? [1, 2] : Counts;
        var seconds = counts.ToDictionary(count => count, _ => new List<double>());
        var waits = new List<double>();
        for (var round = 0; round < conditions.Times; round++)
        {
            foreach (var count in counts)
            {
                conditions.Say($"learners, round {round + 1}: {count}");
                seconds[count].Add(await TogetherAsync(count));
            }
            waits.Add(await BehindALongRunAsync());
        }
        var one = new Samples(seconds[1]);
        return
        [
            .. counts.Skip(1).Select(count => Row.Ratio(
                $"{count} learners train lesson 1 at once, until the last has ended, by learner",
                new([.. seconds[count].Select(all => all / count)]), "one learner", one, "s", 1)),
            Row.AtMost("a short run's wait behind a long one", new Samples(waits), "s", 10),
        ];

        // From the first event of any of the runs to the last.
        async Task<double> TogetherAsync(int count)
        {
            var pages = new List<LiveLesson>();
            for (var learner = 0; learner < count; learner++)
                pages.Add(await LiveLesson.OpenAsync(chromium, app, $"lessons/softmax?epochs={(conditions.Smoke ? 1 : 15)}"));
            var runs = await Task.WhenAll(pages.Select(page => page.TrainAsync()));
            foreach (var page in pages) await page.Page.GotoAsync("about:blank");
            var events = new List<DateTimeOffset>();
            foreach (var (page, run) in pages.Zip(runs))
            {
                events.AddRange((await page.EventsAsync(run)).Select(happened => (DateTimeOffset)happened["at"]!));
                await page.CloseAsync();
            }
            return (events.Max() - events.Min()).TotalSeconds;
        }

        async Task<double> BehindALongRunAsync()
        {
            var patient = await LiveLesson.OpenAsync(chromium, app, "lessons/mlp?epochs=500");
            await patient.TrainAsync();
            var hasty = await LiveLesson.OpenAsync(chromium, app, "lessons/softmax?epochs=15");
            var events = await hasty.EventsAsync(await hasty.TrainAsync());
            await patient.Page.Locator("[data-cell=training] [data-action=stop]").First.ClickAsync();
            await patient.Page.Locator("[data-cell=training]:not([data-status=running]):not([data-status=queued])").WaitForAsync();
            await patient.CloseAsync();
            await hasty.CloseAsync();
            return (At("started") - At("queued")).TotalSeconds;

            DateTimeOffset At(string type) => (DateTimeOffset)events.First(happened => (string?)happened["type"] == type)["at"]!;
        }
    }
}
