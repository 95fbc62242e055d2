using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>
/// Learners come, train, draw, reload, lose their connection, bring a data set along, delete it, and leave, again and again; and the
/// server takes no more after hours than it took after minutes. Here for as long as it takes to see that it works: eng/soak.sh says how long.
/// </summary>
[Collection(AppFixture.Beside)]
public sealed class SoakTests(AppFixture fixture) : BrowserTest(fixture)
{
    private const int Learners = 3;

    private static readonly double Minutes = double.Parse(
        Environment.GetEnvironmentVariable("MNISTBLAZOR_SOAK_MINUTES") ?? "0.05", CultureInfo.InvariantCulture);

    private int visits;

    [Fact]
    public async Task Learners_come_and_go_and_nothing_grows()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process takes is read as Linux tells it.");
        var (data, temporary) = (Directory.CreateTempSubdirectory("mnistblazor-soak-"), Directory.CreateTempSubdirectory("mnistblazor-soak-"));
        try
        {
            // Notebooks and lost pages leave memory after a minute, so that a server that is looked at for ten of them is in balance.
            await using var app = await AppProcess.ContinueAsync(
                data, new Dictionary<string, string> { ["TMPDIR"] = temporary.FullName }, "--MnistBlazor:NotebookIdle", "00:01:00",
                "--MnistBlazor:DisconnectedPageRetention", "00:01:00");
            var (soak, clock) = (new Soak(app, data, temporary), Stopwatch.StartNew());
            var end = TimeSpan.FromMinutes(Minutes);
            var learners = Task.WhenAll(Enumerable.Range(0, Learners).Select(number => ComeAgainAndAgainAsync(app, number, clock, end)));
            Console.WriteLine(soak.Head);
            while (true)
            {
                Console.WriteLine(await soak.SampleAsync(clock.Elapsed));
                var next = Task.Delay(TimeSpan.FromMinutes(Math.Clamp(Minutes / 40, 0.05, 5)));
                if (await Task.WhenAny(learners, next) == learners) break;
            }
            await learners;
            Console.WriteLine(await soak.SampleAsync(clock.Elapsed));
            var (text, grows) = soak.Verdict();
            Console.WriteLine($"{text}\n{visits} visits.");
            Assert.Empty(app.TakeErrors());
            Assert.False(grows, text);
        }
        finally
        {
            data.Delete(recursive: true);
            temporary.Delete(recursive: true);
        }
    }

    protected override IEnumerable<string> TakeErrors() => [];

    private async Task ComeAgainAndAgainAsync(AppProcess app, int number, Stopwatch clock, TimeSpan end)
    {
        do
        {
            await VisitOnceAsync(app, number);
            Interlocked.Increment(ref visits);
        }
        while (clock.Elapsed < end);
    }

    /// <summary>A new learner does what learners do, and leaves.</summary>
    private async Task VisitOnceAsync(AppProcess app, int number)
    {
        var visitor = await VisitAsync(app: app);
        visitor.Forgive("WebSocket|ERR_INTERNET_DISCONNECTED|Failed to fetch|ERR_CONNECTION|Connection disconnected|Failed to complete negotiation|Failed to start the connection|Cannot send data if the connection");
        await using (var line = await Line.BetweenAsync(visitor)) await LearnAsync(visitor, line, number);
        Assert.Empty(visitor.Complaints);
        await visitor.Context.CloseAsync();
        Forget(visitor);
    }

    private static async Task LearnAsync(Visitor visitor, Line line, int number)
    {
        var lesson = await LessonPage.OpenAsync(visitor, "lessons/softmax?epochs=1");
        await lesson.RunAllAsync();
        await lesson.ExpectAllDoneAsync();
        await lesson.Pad.DrawAsync(Pad.Zero);
        await Expect(lesson.Pad.Prediction).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("[0-9]"));
        await lesson.Page.ReloadAsync();
        await lesson.ExpectAllDoneAsync();
        if (number == 0) await UploadAndDeleteAsync(lesson);
        if (number == 1) await LoseConnectionAsync(lesson, line);
        if (number == 2) await visitor.OpenAsync("runs");
        // As a browser that goes to another site says good-bye.
        foreach (var page in visitor.Context.Pages) await page.GotoAsync("about:blank");
    }

    private static async Task UploadAndDeleteAsync(LessonPage lesson)
    {
        await Expect(lesson.Page.Locator("fieldset.controls:not([disabled])")).ToBeAttachedAsync();
        var own = lesson.Cell("data").Locator("[data-own]");
        await own.Locator("> summary").ClickAsync();
        await own.Locator("[data-upload]").SetInputFilesAsync(OwnDataTests.Zip(OwnDataTests.Shapes()));
        await own.Locator("[data-action=accept]").ClickAsync();
        await own.Locator("[data-action=delete]").ClickAsync();
        await lesson.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(own.Locator("[data-own-dataset]")).ToHaveCountAsync(0);
    }

    private static async Task LoseConnectionAsync(LessonPage lesson, Line line)
    {
        await Expect(lesson.Page.Locator("fieldset.controls:not([disabled])")).ToBeAttachedAsync();
        await line.CutAsync();
        await Expect(lesson.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await line.RepairAsync();
        await Expect(lesson.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
    }
}
