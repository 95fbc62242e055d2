using System.Diagnostics;
using MnistBlazor.Bench.Apps;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>Training in the app while three other processes take all the processor time they get.</summary>
internal static class BusyRows
{
    private const int Others = 3;

    public static async Task<IReadOnlyList<Row>> MeasureAsync(Conditions conditions)
    {
        await using var app = await conditions.StartAppAsync();
        await using var chromium = await Chromium.StartAsync();
        var (alone, busy) = (new List<double>(), new List<double>());
        for (var round = 0; round < conditions.Times; round++)
        {
            conditions.Say($"busy, round {round + 1}");
            alone.Add(await EpochAsync());
            var others = Enumerable.Range(0, Others).Select(_ => Process.Start("/bin/sh", ["-c", "while :; do :; done"])).ToList();
            try
            {
                busy.Add(await EpochAsync());
            }
            finally
            {
                foreach (var other in others)
                {
                    other.Kill();
                    other.Dispose();
                }
            }
        }
        return [Row.Ratio($"an epoch of lesson 2 in the app beside {Others} busy processes", new(busy), "alone", new(alone), "s", 3.5)];

        async Task<double> EpochAsync()
        {
            var lesson = await LiveLesson.OpenAsync(chromium, app, $"lessons/mlp?epochs={(conditions.Smoke ? 2 : 5)}");
            var run = await lesson.TrainAsync();
            await lesson.Page.GotoAsync("about:blank");
            var seconds = new Samples(await lesson.EpochSecondsAsync(run)).Median;
            await lesson.CloseAsync();
            return seconds;
        }
    }
}
