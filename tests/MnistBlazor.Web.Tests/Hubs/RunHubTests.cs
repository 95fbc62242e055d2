using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Notebook.Lessons;
using MnistBlazor.Notebook.Runs;
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
        var run = Start(learner, epochs: 1);
        await using var hub = await OpenAsync(cookies);

        await hub.StreamAsync("Watch", Cancellation, run.Id.Value, 0, null);
        var events = await ToEndAsync(hub);

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
        var run = Start(learner, epochs: 100);
        await using var hub = await OpenAsync(cookies);
        await hub.StreamAsync("Watch", Cancellation, run.Id.Value, 0, null);
        var seen = (await hub.NextItemAsync(Cancellation))!.AsArray().Count;
        Runs.Stop(learner, run.Id);
        await ToEndAsync(hub);

        await hub.StreamAsync("Watch", Cancellation, run.Id.Value, seen, null);
        var rest = await ToEndAsync(hub);
        await hub.StreamAsync("Watch", Cancellation, run.Id.Value, Number(rest[^1]), null);

        Assert.Equal(seen + 1, Number(rest[0]));
        Assert.Equal("stopped", (string?)rest[^1]["status"]);
        Assert.Empty(await ToEndAsync(hub));
    }

    [Fact(Timeout = Patience)]
    public async Task A_stranger_learns_no_more_than_that_there_is_no_such_run()
    {
        var (learner, _) = await app.NewLearnerAsync(Cancellation);
        var (_, strangersCookies) = await app.NewLearnerAsync(Cancellation);
        var run = Start(learner, epochs: 1);

        Assert.Equal("run-not-found", await RefusalAsync(strangersCookies, run.Id.Value, 0, null));
        Assert.Equal("run-not-found", await RefusalAsync(null, run.Id.Value, 0, null));
        Assert.Equal("run-not-found", await RefusalAsync(strangersCookies, run.Id.Value, 0, "a wrong key"));
        Assert.Equal("run-not-found", await RefusalAsync(strangersCookies, RunId.New().Value, 0, null));
    }

    [Fact(Timeout = Patience)]
    public async Task Who_has_the_watch_key_may_watch_without_being_known()
    {
        var (learner, _) = await app.NewLearnerAsync(Cancellation);
        var run = Start(learner, epochs: 1);
        await using var hub = await OpenAsync(null);

        await hub.StreamAsync("Watch", Cancellation, run.Id.Value, 0, run.WatchKey);

        Assert.Equal("queued", Type((await hub.NextItemAsync(Cancellation))![0]!));
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
        var run = Start(learner, epochs: 100);
        await using var hub = await OpenAsync(cookies);
        for (var i = 0; i < RunHub.MaxWatchesPerConnection; i++)
            await hub.StreamAsync("Watch", Cancellation, run.Id.Value, 0, null);

        await hub.StreamAsync("Watch", Cancellation, run.Id.Value, 0, null);
        var refusal = await Assert.ThrowsAsync<HubError>(() => ToEndAsync(hub));
        Runs.Stop(learner, run.Id);

        Assert.Contains("too-many-watches", refusal.Message);
    }

    [Fact(Timeout = Patience)]
    public async Task A_message_past_the_bound_ends_the_connection()
    {
        await using var hub = await OpenAsync(null);
        await hub.StreamAsync("Watch", Cancellation, new string('x', 64 << 10), 0, null);

        var end = await Record.ExceptionAsync(() => hub.ReceiveUntilClosedAsync(Cancellation));
        Assert.False(end is OperationCanceledException, "The connection stayed open.");
    }

    private static string Type(JsonNode e) => (string)e["type"]!;

    private static int Number(JsonNode e) => (int)e["number"]!;

    private Run Start(LearnerId learner, int epochs)
    {
        var lesson = LessonCatalog.All[0];
        return Runs.Start(learner, lesson.Id, lesson.Options(lesson.Defaults) with { Epochs = epochs });
    }

    private static async Task<List<JsonNode>> ToEndAsync(HubConnection hub)
    {
        var events = new List<JsonNode>();
        while (await hub.NextItemAsync(Cancellation) is { } list) events.AddRange(list.AsArray().Select(e => e!));
        return events;
    }

    private Task<HubConnection> OpenAsync(CookieContainer? cookies) => HubConnection.OpenAsync(app.Address, RunHub.Path, cookies, Cancellation);

    private async Task<string> RefusalAsync(CookieContainer? cookies, string? runId, int after, string? watchKey)
    {
        await using var hub = await OpenAsync(cookies);
        await hub.StreamAsync("Watch", Cancellation, runId, after, watchKey);
        var error = await Assert.ThrowsAsync<HubError>(() => hub.NextItemAsync(Cancellation));
        return error.Message.Split(' ')[^1].TrimEnd('.');
    }
}
