using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Tests.Hosting;

namespace MnistBlazor.Web.Tests.Components.Pages;

/// <summary>The page behind a watch link: for whoever has the key, and only to look.</summary>
public sealed partial class WatchPageTests(TrainingApp app) : IClassFixture<TrainingApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_has_the_key_sees_the_run_with_its_options_in_words()
    {
        var run = await StoppedRunAsync();
        var (answer, page) = await GetAsync($"/watch/{run.Id}?key={run.WatchKey}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        string[] said =
        [
            "Softmax regression", "Learning rate", "0.1", "Seed", "314159", "MNIST: handwritten digits", "784 → classes", "CPU",
        ];
        Assert.All(said, words => Assert.Contains(words, page));
        Assert.DoesNotContain(run.Owner.Value, page);
    }

    [Fact]
    public async Task Nothing_on_it_reaches_the_run_and_nothing_opens_a_circuit()
    {
        var run = await StoppedRunAsync();
        var (answer, page) = await GetAsync($"/watch/{run.Id}?key={run.WatchKey}");

        Assert.DoesNotContain("blazor.web", page);
        Assert.DoesNotContain("<!--Blazor:", page);
        Assert.DoesNotContain("<form", page);
        // The pad's, which are its script's.
        Assert.Equal(["undo", "clear"], Action().Matches(page).Select(match => match.Groups[1].Value));
        Assert.Collection(
            ScriptSource().Matches(page).Select(match => match.Groups[1].Value),
            script => Assert.StartsWith("Components/Pages/WatchPage.", script), script => Assert.StartsWith("js/page.", script));
        Assert.Contains("<meta name=\"robots\" content=\"noindex\"", page);
        Assert.Contains("script-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single()); // the key leaves with no link
    }

    [Fact]
    public async Task No_key_a_wrong_key_and_no_run_get_the_same_friendly_404()
    {
        var run = await StoppedRunAsync();
        var other = await StoppedRunAsync();
        var addresses = new[]
        {
            $"/watch/{run.Id}", $"/watch/{run.Id}?key=", $"/watch/{run.Id}?key={other.WatchKey}", $"/watch/{run.Id}?key={run.WatchKey}0",
            $"/watch/{RunId.New()}?key={run.WatchKey}", "/watch/no-run?key=x",
        };
        foreach (var address in addresses)
        {
            var (answer, page) = await GetAsync(address);

            Assert.Equal((address, HttpStatusCode.NotFound), (address, answer.StatusCode));
            Assert.Contains("This link opens no run", page);
            Assert.DoesNotContain("314159", page);
        }
    }

    [Fact]
    public async Task It_speaks_the_visitors_language_and_the_way_to_the_other_keeps_the_key()
    {
        var run = await StoppedRunAsync();
        using var browser = app.NewBrowser();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("ko");
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync($"/watch/{run.Id}?key={run.WatchKey}", Cancellation));

        Assert.Contains("소프트맥스 회귀", page);
        Assert.Contains($"watch/{run.Id}?key={run.WatchKey}&culture=en", page);
    }

    [Fact]
    public async Task An_ended_run_says_so_and_the_way_to_train_the_same_is_there()
    {
        var run = await StoppedRunAsync();
        var (_, page) = await GetAsync($"/watch/{run.Id}?key={run.WatchKey}");

        Assert.Contains("This run has ended", page);
        Assert.Matches("href=\"lessons/softmax\\?[^\"]*seed=314159[^\"]*\" data-train-own", page);
        Assert.Matches("<time datetime=\"[0-9-]+T[0-9:]+Z\"", page);
    }

    [GeneratedRegex("data-action=\"([a-z-]+)\"")]
    private static partial Regex Action();

    private async Task<Run> StoppedRunAsync()
    {
        var (owner, _) = await app.NewLearnerAsync(Cancellation);
        var runs = app.Services.GetRequiredService<RunService>();
        var lesson = LessonCatalog.FindDigits("softmax")!;
        var run = await runs.StartAsync(owner, lesson.Id, lesson.Options(lesson.Defaults) with { Seed = 314159 });
        await runs.StopAsync(owner, run.Id);
        return run;
    }

    private async Task<(HttpResponseMessage Answer, string Page)> GetAsync(string address)
    {
        using var browser = app.NewBrowser();
        var answer = await browser.GetAsync(address, Cancellation);
        return (answer, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation)));
    }

    [GeneratedRegex("""<script[^>]* src="([^"]+)""")]
    private static partial Regex ScriptSource();
}
