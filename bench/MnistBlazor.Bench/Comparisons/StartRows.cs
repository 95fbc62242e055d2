using Microsoft.Playwright;
using MnistBlazor.Bench.Apps;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>
/// How soon the app answers, how much a lesson's page is for a browser that has nothing of it yet, and how soon it reacts.
/// </summary>
internal static class StartRows
{
    private const string Lesson = "/lessons/mlp";
    private const double StartSeconds = 2, Kilobytes = 700, ReactionSeconds = 1.5;

    public static async Task<IReadOnlyList<Row>> MeasureAsync(Conditions conditions)
    {
        var starts = new List<double>();
        for (var i = 0; i < conditions.Times; i++)
        {
            await using var starting = await AppProcess.StartAsync(conditions.AppFolder);
            starts.Add(starting.StartedIn.TotalSeconds);
        }
        await using var app = await conditions.StartAppAsync();
        await using var chromium = await Chromium.StartAsync();
        var (_, first) = await VisitAsync(chromium, app); // what the app compiles for its first page is no later one's
        var visits = new List<(double Kilobytes, double Seconds)>();
        for (var i = 0; i < conditions.Times; i++) visits.Add(await VisitAsync(chromium, app));
        return
        [
            Row.AtMost("from the start, with an empty data directory, to the first answer", new(starts), "s", StartSeconds),
            Row.AtMost($"{Lesson} over the wire, nothing cached", new([.. visits.Select(visit => visit.Kilobytes)]), "KB", Kilobytes),
            Row.AtMost($"{Lesson} until it reacts, nothing cached", new([.. visits.Select(visit => visit.Seconds)]), "s", ReactionSeconds),
            Row.Shown($"{Lesson} until it reacts, the first page of an app just started", new Samples([first]).Text("s")),
        ];
    }

    /// <summary>Opens the lesson in a browser with an empty cache.</summary>
    /// <returns>
    /// All that came over HTTP until the page was quiet, compressed and with its headers; from the click to the live circuit.
    /// </returns>
    private static async Task<(double Kilobytes, double Seconds)> VisitAsync(Chromium chromium, AppProcess app)
    {
        await using var context = await chromium.Browser.NewContextAsync(new() { Locale = "en-US" });
        var page = await context.NewPageAsync();
        var network = await context.NewCDPSessionAsync(page);
        var bytes = 0.0;
        network.Event("Network.loadingFinished").OnEvent += (_, loaded) =>
            bytes += loaded!.Value.GetProperty("encodedDataLength").GetDouble();
        await network.SendAsync("Network.enable");
        await page.AddInitScriptAsync(
            """
            new MutationObserver((_, observer) => {
              if (!document.querySelector('fieldset.controls:not([disabled])')) return;
              window.reactsAfter = performance.now();
              observer.disconnect();
            }).observe(document, { subtree: true, childList: true, attributes: true });
            """);
        await page.GotoAsync(new Uri(app.Address, Lesson).AbsoluteUri);
        await page.Locator("fieldset.controls:not([disabled])").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        return (bytes / 1000, await page.EvaluateAsync<double>("window.reactsAfter") / 1000);
    }
}
