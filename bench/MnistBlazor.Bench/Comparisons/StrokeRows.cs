using System.Text.Json;
using Microsoft.Playwright;
using MnistBlazor.Bench.Apps;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>
/// From the end of a stroke to its bars on the screen: to the first picture that the browser has painted after the answer to the whole
/// stroke. The browser counts on the machine of the app here; at home it has one of its own.
/// </summary>
internal static class StrokeRows
{
    private const int People = 30;

    public static async Task<IReadOnlyList<Row>> MeasureAsync(Conditions conditions)
    {
        var strokes = conditions.Smoke ? 3 : 100;
        await using var app = await conditions.StartAppAsync();
        await using var chromium = await Chromium.StartAsync();
        conditions.Say("strokes, idle");
        var trained = await TrainedAsync(chromium, app);
        var idle = await DrawAsync(trained.Page, strokes, pause: 100);
        await trained.CloseAsync();

        conditions.Say("strokes, while the same page trains");
        var training = await LiveLesson.OpenAsync(chromium, app, "lessons/mlp?epochs=200");
        await training.TrainAsync();
        await training.Page.Locator("[data-cell=training] [data-epochs]:not([data-epochs='0'])").First.WaitForAsync();
        var whileTraining = await DrawAsync(training.Page, strokes, pause: 100);
        await training.CloseAsync();

        var people = conditions.Smoke ? 3 : People;
        conditions.Say($"strokes, {people} people");
        var pages = new List<LiveLesson>();
        for (var person = 0; person < people; person++) pages.Add(await TrainedAsync(chromium, app));
        var each = await Task.WhenAll(pages.Select(page => DrawAsync(page.Page, Math.Max(2, strokes / 10), pause: 2000)));
        var together = new Samples([.. each.SelectMany(one => one.Values)]);
        return
        [
            Of("nothing else goes on", idle, 50), Of("while the same page trains lesson 2", whileTraining, 100),
            Of($"{people} people draw, a stroke every 2 s, all in one browser beside the app", together, 150),
        ];
    }

    private static Row Of(string when, Samples milliseconds, double most) => Row.AtMost(
        $"stroke to painted bars, {when}: p50 / p95 / p99", milliseconds.Percentiles("ms"), milliseconds.Percentile(95), "ms", most);

    private static async Task<LiveLesson> TrainedAsync(Chromium chromium, AppProcess app)
    {
        var lesson = await LiveLesson.OpenAsync(chromium, app, "lessons/softmax?epochs=1");
        await lesson.TrainAsync();
        await lesson.UntilEvaluatedAsync();
        return lesson;
    }

    /// <summary>Zeros and ones by turns, each on an empty pad, at the pace of a hand: a point every 10 ms.</summary>
    /// <param name="pause">Milliseconds between two of them.</param>
    private static async Task<Samples> DrawAsync(IPage page, int strokes, int pause)
    {
        await page.Locator("canvas[data-pad][width]").First.ScrollIntoViewIfNeededAsync();
        var milliseconds = await page.EvaluateAsync<JsonElement>(Script, new { strokes, pause });
        return new([.. milliseconds.EnumerateArray().Select(one => one.GetDouble())]);
    }

    private const string Script = """
        async ({ strokes, pause }) => {
          const canvas = document.querySelector('canvas[data-pad]');
          const sleep = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));
          const painted = () => new Promise(resolve => requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = resolve;
            channel.port2.postMessage(0);
          }));
          canvas.setPointerCapture = () => {};
          let whole = null; // told when the answer to all points is there
          const invoke = DotNet.DotNetObject.prototype.invokeMethodAsync;
          DotNet.DotNetObject.prototype.invokeMethodAsync = function (name, ...args) {
            const answer = invoke.call(this, name, ...args);
            const waiting = whole;
            if (name === 'StrokesDrawn' && waiting && args[0][0]?.length === waiting.length) answer.then(waiting.answered);
            return answer;
          };
          const point = (kind, [x, y]) => {
            const box = canvas.getBoundingClientRect();
            canvas.dispatchEvent(new PointerEvent(kind, {
              pointerId: 1, button: 0, bubbles: true, clientX: box.left + x * box.width, clientY: box.top + y * box.height,
            }));
          };
          const shapes = [
            Array.from({ length: 25 }, (_, i) => 2 * Math.PI * i / 24).map(a => [0.5 - 0.2 * Math.sin(a), 0.5 - 0.3 * Math.cos(a)]),
            Array.from({ length: 25 }, (_, i) => [0.53 - 0.002 * i, 0.2 + 0.025 * i]),
          ];
          const took = [];
          for (let n = 0; n < strokes; n++) {
            document.querySelector('[data-action=clear]').click();
            await sleep(pause * (0.5 + Math.random()));
            const shape = shapes[n % 2];
            const answered = new Promise(resolve => {
              whole = { length: 2 * shape.length, answered: resolve };
            });
            point('pointerdown', shape[0]);
            for (const place of shape.slice(1)) {
              await sleep(10);
              point('pointermove', place);
            }
            const end = performance.now();
            point('pointerup', shape.at(-1));
            await answered;
            await painted();
            took.push(performance.now() - end);
          }
          return took;
        }
        """;
}
