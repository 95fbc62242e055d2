using System.Net;
using System.Reflection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>
/// The disk of the data directory fails while the app runs: every call of the app and of SQLite that would change a file there is refused,
/// with the number that the operating system has for it. Where tests run as root, rights would refuse nothing.
/// </summary>
[Collection(AppFixture.Beside)]
public sealed class DiskTests(AppFixture fixture) : BrowserTest(fixture)
{
    private const string NoSpace = "28", ReadOnly = "30"; // ENOSPC, EROFS

    [Fact]
    public async Task Training_goes_on_while_the_disk_is_full_or_read_only_and_is_saved_once_it_is_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Calls are led elsewhere as Linux loads libraries.");
        var data = Directory.CreateTempSubdirectory("mnistblazor-disk-");
        var failing = data.FullName + ".failing";
        try
        {
            RunWatcher watcher;
            int epochs;
            await using (var app = await AppProcess.ContinueAsync(data, FaultsOf(data.FullName, failing)))
            {
                var visitor = await VisitAsync(app: app);
                visitor.Forgive(".*"); // its server goes away
                var lesson = await LessonPage.OpenAsync(visitor, "lessons/softmax?epochs=100&batch-size=100");
                await lesson.RunAsync("training");
                await lesson.ExpectEpochAsync(1);
                watcher = await RunWatcher.OfAsync(visitor, lesson, app.Address);

                await SetAsync(failing, ReadOnly);
                var runs = await visitor.OpenAsync("runs");
                await Expect(runs.Locator(".unsaved")).ToBeVisibleAsync();
                Assert.Equal(HttpStatusCode.ServiceUnavailable, await HealthAsync(app));
                epochs = int.Parse((await lesson.Chart.GetAttributeAsync("data-epochs"))!, null);
                await lesson.ExpectEpochAsync(epochs + 1);

                // Of an upload nothing is half there, and other pages live.
                await SetAsync(failing, NoSpace);
                var own = lesson.Cell("data").Locator("[data-own]");
                await own.Locator("> summary").ClickAsync();
                await own.Locator("[data-upload]").SetInputFilesAsync(
                    new FilePayload { Name = "pictures.zip", MimeType = "application/zip", Buffer = new byte[5000] });
                await Expect(own.Locator("[data-upload-error]")).ToContainTextAsync("cannot write to its disk");
                await visitor.OpenAsync("about");
                Assert.Empty(Directory.Exists(Path.Combine(data.FullName, "uploads"))
                    ? Directory.GetFileSystemEntries(Path.Combine(data.FullName, "uploads")) : []);

                File.Delete(failing);
                await Expect(runs.Locator(".unsaved")).ToHaveCountAsync(0);
                Assert.Equal(HttpStatusCode.OK, await HealthAsync(app));
                await app.KillAsync();
            }

            // What was trained while nothing could be written is there: it is read before the run goes on.
            await using var next = await AppProcess.ContinueAsync(data);
            using var enough = new CancellationTokenSource();
            var life = watcher.WatchAsync(next.Address, enough.Cancel, enough.Token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => life);
            Assert.Equal(Enumerable.Range(1, watcher.Events.Count), watcher.Events.Select(happened => (int)happened["number"]!));
            Assert.InRange(watcher.Events.Count(happened => (string?)happened["type"] == "epoch"), epochs + 1, 100);
        }
        finally
        {
            data.Delete(recursive: true);
            File.Delete(failing);
        }
    }

    protected override IEnumerable<string> TakeErrors() => [];

    private static Dictionary<string, string> FaultsOf(string folder, string failing) => new()
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(DiskTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "Faults").Value!,
        ["MNISTBLAZOR_FAULT"] = $"refuse|{folder}/|{failing}",
    };

    // Whole at once: the app reads it whenever it writes.
    private static async Task SetAsync(string failing, string error)
    {
        await File.WriteAllTextAsync(failing + ".new", error);
        File.Move(failing + ".new", failing, overwrite: true);
    }

    private static async Task<HttpStatusCode> HealthAsync(AppProcess app)
    {
        using var http = new HttpClient { BaseAddress = app.Address };
        return (await http.GetAsync("/healthz")).StatusCode;
    }
}
