using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>What pages and files about runs give to their owner, and that they give nothing to anyone else.</summary>
public sealed class OwnRunsTests(TrainingApp app) : IClassFixture<TrainingApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunService Runs => app.Services.GetRequiredService<RunService>();

    [Fact]
    public async Task A_file_has_all_runs_of_the_learner_or_those_asked_for()
    {
        var (learner, cookies) = await app.NewLearnerAsync(Cancellation);
        var (first, second) = (await CancelledAsync(learner), await CancelledAsync(learner));
        using var browser = app.NewBrowser(cookies);

        var all = JsonNode.Parse(await browser.GetStringAsync("/runs/export.json", Cancellation))!.AsArray();
        var one = JsonNode.Parse(await browser.GetStringAsync($"/runs/export.json?ids={first.Id.Value},unknown", Cancellation))!.AsArray();
        var table = await browser.GetAsync("/runs/export.csv", Cancellation);

        Assert.Equal([second.Id.Value, first.Id.Value], all.Select(run => (string?)run!["id"]));
        Assert.Equal([first.Id.Value], one.Select(run => (string?)run!["id"]));
        Assert.Equal("text/csv", table.Content.Headers.ContentType?.MediaType);
        Assert.Equal("runs.csv", table.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal(4, (await table.Content.ReadAsStringAsync(Cancellation)).Split("\r\n").Length);
    }

    [Fact]
    public async Task A_stranger_gets_no_line_of_it_even_by_id()
    {
        var (owner, _) = await app.NewLearnerAsync(Cancellation);
        var (_, strangersCookies) = await app.NewLearnerAsync(Cancellation);
        var run = await CancelledAsync(owner);
        using var stranger = app.NewBrowser(strangersCookies);

        Assert.Equal("[]", await stranger.GetStringAsync($"/runs/export.json?ids={run.Id.Value}", Cancellation));
        Assert.DoesNotContain(run.Id.Value, await stranger.GetStringAsync($"/runs/export.csv?ids={run.Id.Value}", Cancellation));
    }

    [Fact]
    public async Task Who_is_nobody_yet_gets_nothing()
    {
        using var program = new HttpClient { BaseAddress = app.Address };

        Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync("/runs/export.csv", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync("/runs/export.json", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_comparison_leaves_out_what_is_not_the_learners_and_says_so()
    {
        var (owner, ownersCookies) = await app.NewLearnerAsync(Cancellation);
        var (_, strangersCookies) = await app.NewLearnerAsync(Cancellation);
        var (first, second) = (await CancelledAsync(owner), await CancelledAsync(owner));
        var address = $"/runs/compare?ids={first.Id.Value},{second.Id.Value},nonsense";
        using var ownersBrowser = app.NewBrowser(ownersCookies);
        using var strangersBrowser = app.NewBrowser(strangersCookies);

        var own = await ownersBrowser.GetStringAsync(address, Cancellation);
        var strange = await strangersBrowser.GetStringAsync(address, Cancellation);

        Assert.Contains("data-missing=\"1\"", own);
        Assert.Contains($"data-compared=\"{first.Id.Value}\"", own);
        Assert.Contains("data-missing=\"3\"", strange);
        Assert.DoesNotContain("data-compared", strange);
    }

    [Fact]
    public async Task A_run_is_forked_by_its_owner_alone()
    {
        var (owner, ownersCookies) = await app.NewLearnerAsync(Cancellation);
        var (_, strangersCookies) = await app.NewLearnerAsync(Cancellation);
        var run = await CancelledAsync(owner);
        using var ownersBrowser = app.NewBrowser(ownersCookies);
        using var strangersBrowser = app.NewBrowser(strangersCookies);

        Assert.DoesNotContain("no longer there", await ownersBrowser.GetStringAsync($"/runs/{run.Id.Value}/fork", Cancellation));
        Assert.Contains("no longer there", await strangersBrowser.GetStringAsync($"/runs/{run.Id.Value}/fork", Cancellation));
        Assert.Contains("no longer there", await strangersBrowser.GetStringAsync("/runs/nonsense/fork", Cancellation));
    }

    /// <summary>A run that nothing waits for; it may have begun to train when it was stopped.</summary>
    private async Task<Run> CancelledAsync(LearnerId learner)
    {
        var lesson = LessonCatalog.FindDigits("softmax")!;
        var run = await Runs.StartAsync(learner, lesson.Id, lesson.Options(lesson.Defaults));
        await Runs.StopAsync(learner, run.Id);
        return run;
    }
}
