using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Hubs;
using MnistBlazor.Web.Tests.Hosting;

namespace MnistBlazor.Web.Tests.Hubs;

/// <summary>Who may watch a run, and what they get: over a real WebSocket, of runs that really train.</summary>
public sealed class RunHubTests(TrainingApp app) : IClassFixture<TrainingApp>
{
    /// <summary>In milliseconds: far more than a run of one epoch takes on a busy machine.</summary>
    private const int Patience = 180_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunService Runs => app.Services.GetRequiredService<RunService>();

    [Fact(Timeout = Patience)]
    public async Task The_owner_gets_every_event_as_it_comes_and_an_end_after_the_last()
    {
        var (learner, cookies) = await app.NewLearnerAsync(Cancellation);
        var run = await StartAsync(learner, epochs: 1);
        await using var hub = await OpenAsync(cookies);

        var events = await ToEndAsync(Watch(hub, run.Id.Value));

        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(Number));
        Assert.Equal(["queued", "started"], events.Take(2).Select(Type));
        Assert.Equal(["epoch", "ended"], events.TakeLast(2).Select(Type));
        Assert.Contains("batch", events.Select(Type));
        Assert.Equal("completed", (string?)events[^1]["status"]);
        Assert.InRange((double)events.First(e => Type(e) == "epoch")["meanLoss"]!, 0.5, 2.3);
    }

    [Fact(Timeout = Patience)]
    public async Task Who_comes_back_with_a_number_gets_only_the_rest_also_of_an_ended_run()
    {
        var (learner, cookies) = await app.NewLearnerAsync(Cancellation);
        var run = await StartAsync(learner, epochs: 100);
        await using var hub = await OpenAsync(cookies);
        var seen = (await Watch(hub, run.Id.Value).FirstAsync(Cancellation)).Length;
        await Runs.StopAsync(learner, run.Id);
        await ToEndAsync(Watch(hub, run.Id.Value));

        var rest = await ToEndAsync(Watch(hub, run.Id.Value, seen));

        Assert.Equal(seen + 1, Number(rest[0]));
        Assert.Equal("stopped", (string?)rest[^1]["status"]);
        Assert.Empty(await ToEndAsync(Watch(hub, run.Id.Value, Number(rest[^1]))));
    }

    [Fact(Timeout = Patience)]
    public async Task A_stranger_learns_no_more_than_that_there_is_no_such_run()
    {
        var (learner, _) = await app.NewLearnerAsync(Cancellation);
        var (_, strangersCookies) = await app.NewLearnerAsync(Cancellation);
        var run = await StartAsync(learner, epochs: 1);

        Assert.Equal("run-not-found", await RefusalAsync(strangersCookies, run.Id.Value, 0, null));
        Assert.Equal("run-not-found", await RefusalAsync(null, run.Id.Value, 0, null));
        Assert.Equal("run-not-found", await RefusalAsync(strangersCookies, run.Id.Value, 0, "a wrong key"));
        Assert.Equal("run-not-found", await RefusalAsync(strangersCookies, RunId.New().Value, 0, null));
    }

    [Fact(Timeout = Patience)]
    public async Task Who_has_the_watch_key_may_watch_without_being_known()
    {
        var (learner, _) = await app.NewLearnerAsync(Cancellation);
        var run = await StartAsync(learner, epochs: 1);
        await using var hub = await OpenAsync(null);

        var first = await Watch(hub, run.Id.Value, watchKey: run.WatchKey).FirstAsync(Cancellation);

        Assert.Equal("queued", Type(first[0]));
    }

    [Theory]
    [InlineData("../../etc/passwd", 0, "run-not-found")]
    [InlineData("", 0, "run-not-found")]
    [InlineData(null, 0, "run-not-found")]
    [InlineData("00000000000000000000000000000000", -1, "bad-number")]
    public async Task What_makes_no_sense_is_refused_with_a_reason(string? runId, int after, string reason) =>
        Assert.Equal(reason, await RefusalAsync(null, runId, after, null));

    [Fact(Timeout = Patience)]
    public async Task One_connection_watches_so_many_runs_at_a_time_and_no_more()
    {
        var (learner, cookies) = await app.NewLearnerAsync(Cancellation);
        var run = await StartAsync(learner, epochs: 100);
        await using var hub = await OpenAsync(cookies);
        for (var i = 0; i < RunHub.MaxWatchesPerConnection; i++)
            await hub.StreamAsChannelAsync<JsonObject[]>("Watch", run.Id.Value, 0, null, Cancellation);

        var refusal = await Assert.ThrowsAsync<HubException>(() => ToEndAsync(Watch(hub, run.Id.Value)));
        await Runs.StopAsync(learner, run.Id);

        Assert.Contains("too-many-watches", refusal.Message);
    }

    [Fact(Timeout = Patience)]
    public async Task A_message_past_the_bound_ends_the_connection()
    {
        await using var hub = await OpenAsync(null);
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.SetResult();
            return Task.CompletedTask;
        };

        await hub.SendAsync("Watch", new string('x', 64 << 10), 0, null, Cancellation);

        await closed.Task.WaitAsync(Cancellation);
    }

    private static string Type(JsonObject e) => (string)e["type"]!;

    private static int Number(JsonObject e) => (int)e["number"]!;

    private async Task<Run> StartAsync(LearnerId learner, int epochs)
    {
        var lesson = LessonCatalog.FindDigits("softmax")!;
        return await Runs.StartAsync(learner, lesson.Id, lesson.Options(lesson.Defaults) with { Epochs = epochs });
    }

    private static IAsyncEnumerable<JsonObject[]> Watch(HubConnection hub, string? runId, int after = 0, string? watchKey = null) =>
        hub.StreamAsync<JsonObject[]>("Watch", runId, after, watchKey, Cancellation);

    private static async Task<List<JsonObject>> ToEndAsync(IAsyncEnumerable<JsonObject[]> lists) =>
        await lists.SelectMany(list => list).ToListAsync(Cancellation);

    private async Task<HubConnection> OpenAsync(CookieContainer? cookies)
    {
        var hub = app.NewHub(cookies);
        await hub.StartAsync(Cancellation);
        return hub;
    }

    private async Task<string> RefusalAsync(CookieContainer? cookies, string? runId, int after, string? watchKey)
    {
        await using var hub = await OpenAsync(cookies);
        var error = await Assert.ThrowsAsync<HubException>(() => ToEndAsync(Watch(hub, runId, after, watchKey)));
        return error.Message.Split(' ')[^1].TrimEnd('.');
    }
}
