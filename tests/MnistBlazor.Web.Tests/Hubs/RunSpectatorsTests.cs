using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hubs;
using MnistBlazor.Web.Tests.Hosting;

namespace MnistBlazor.Web.Tests.Hubs;

/// <summary>
/// Watching by a link, over a real WebSocket: how a run stands, who may know, how many, and that nobody controls it from there.
/// </summary>
public sealed class RunSpectatorsTests(TrainingApp app) : IClassFixture<TrainingApp>
{
    /// <summary>In milliseconds: far more than a run of one epoch takes on a busy machine.</summary>
    private const int Patience = 180_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunService Runs => app.Services.GetRequiredService<RunService>();

    [Fact]
    public void The_hub_offers_to_read_and_nothing_else()
    {
        var methods = typeof(RunHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.GetBaseDefinition().DeclaringType != typeof(Hub)).Select(method => method.Name);

        Assert.Equal(["Progress", "Read", "Watch"], methods.Order());
    }

    [Fact(Timeout = Patience)]
    public async Task A_spectator_hears_how_far_the_run_has_come_to_its_accuracy_and_no_further()
    {
        var (learner, run) = await StartAsync(epochs: 1);
        await using var hub = await OpenAsync(null);

        await using var progress = Progress(hub, run.Id, run.WatchKey).GetAsyncEnumerator(Cancellation);
        do Assert.True(await progress.MoveNextAsync());
        while (progress.Current["words"] is not null);
        Assert.Null(progress.Current["accuracy"]);
        Runs.RecordAccuracy(learner, run.Id, 0.75);

        Assert.True(await progress.MoveNextAsync());
        Assert.Equal(0.75, (double)progress.Current["accuracy"]!);
        Assert.False(await progress.MoveNextAsync());
    }

    [Theory]
    [InlineData("en", "in line")]
    [InlineData("ko", "차례")]
    public async Task A_place_in_line_is_said_in_the_spectators_language(string language, string expected)
    {
        var (first, running) = await StartAsync(epochs: 100);
        var (second, waiting) = await StartAsync(epochs: 1);
        await using var hub = await OpenAsync(null, language);

        var progress = await Progress(hub, waiting.Id, waiting.WatchKey).FirstAsync(Cancellation);
        await Runs.StopAsync(second, waiting.Id);
        await Runs.StopAsync(first, running.Id);

        Assert.Contains(expected, (string)progress["words"]!);
    }

    [Theory]
    [InlineData("Watch")]
    [InlineData("Progress")]
    public async Task Without_the_key_there_is_no_such_run(string method)
    {
        var (learner, run) = await StartAsync(epochs: 1);
        var (_, strangersCookies) = await app.NewLearnerAsync(Cancellation);
        (CookieContainer?, string?)[] guests = [(null, null), (null, run.Id.Value), (strangersCookies, ""), (strangersCookies, null)];
        foreach (var (cookies, key) in guests)
            Assert.Equal("run-not-found", await RefusalAsync(cookies, method, run.Id, key));
        await Runs.StopAsync(learner, run.Id);
    }

    [Fact(Timeout = Patience)]
    public async Task A_full_run_refuses_the_next_spectator_with_a_reason_but_never_its_owner()
    {
        var (learner, cookies) = await app.NewLearnerAsync(Cancellation);
        var run = await StartAsync(learner, epochs: 1);
        var spectators = app.Services.GetRequiredService<Spectators>();
        var places = Enumerable.Range(0, Spectators.MaxPerRun).Select(i =>
        {
            Assert.Null(spectators.Join(run.Id, $"{i}", "10.0.0.1", out var membership));
            return membership!;
        }).ToList();

        Assert.Equal("too-many-watchers", await RefusalAsync(null, "Watch", run.Id, run.WatchKey));
        await using var owner = await OpenAsync(cookies);
        Assert.True(await Watch(owner, run.Id, null).AnyAsync(Cancellation));

        places.ForEach(membership => membership.Dispose());
        await using var hub = await OpenAsync(null);
        Assert.True(await Watch(hub, run.Id, run.WatchKey).AnyAsync(Cancellation));
    }

    private async Task<(LearnerId Learner, Run Run)> StartAsync(int epochs)
    {
        var (learner, _) = await app.NewLearnerAsync(Cancellation);
        return (learner, await StartAsync(learner, epochs));
    }

    private async Task<Run> StartAsync(LearnerId learner, int epochs)
    {
        var lesson = LessonCatalog.FindDigits("softmax")!;
        return await Runs.StartAsync(learner, lesson.Id, lesson.Options(lesson.Defaults) with { Epochs = epochs });
    }

    private static IAsyncEnumerable<JsonObject[]> Watch(HubConnection hub, RunId run, string? key) =>
        hub.StreamAsync<JsonObject[]>("Watch", run.Value, 0, key, Cancellation);

    [Fact(Timeout = Patience)]
    public async Task Who_has_the_key_may_ask_the_network_what_a_drawing_is_and_nobody_else_and_not_too_often()
    {
        var (_, run) = await StartAsync(epochs: 1);
        await using var hub = await OpenAsync(null);
        await Watch(hub, run.Id, run.WatchKey).LastAsync(Cancellation); // trained to its end
        float[][] one = [[0.5f, 0.2f, 0.5f, 0.5f, 0.5f, 0.8f]];

        var reading = await ReadAsync(hub, run.WatchKey, one);

        Assert.Equal(10, ((JsonArray)reading!["probabilities"]!).Count);
        Assert.InRange((int)reading["class"]!, 0, 9);
        Assert.Contains("run-not-found", await RefusedAsync(null, one));
        Assert.Contains("bad-drawing", await RefusedAsync(run.WatchKey, [[0.5f]]));
        Assert.Contains("bad-drawing", await RefusedAsync(run.WatchKey, [[0.5f, 7f]]));
        await using var busy = await OpenAsync(null);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4 * WatchedReadings.PerConnection).Select(async _ =>
        {
            try
            {
                await ReadAsync(busy, run.WatchKey, one);
                return null;
            }
            catch (HubException refusal)
            {
                return refusal.Message;
            }
        }));
        Assert.Contains(answers, refusal => refusal?.Contains("too-many-drawings", StringComparison.Ordinal) == true);

        Task<JsonObject?> ReadAsync(HubConnection connection, string? key, float[][] strokes) =>
            connection.InvokeAsync<JsonObject?>("Read", run.Id.Value, key, strokes, Cancellation);

        async Task<string> RefusedAsync(string? key, float[][] strokes)
        {
            await using var guest = await OpenAsync(null);
            return (await Assert.ThrowsAsync<HubException>(() => ReadAsync(guest, key, strokes))).Message;
        }
    }

    private static IAsyncEnumerable<JsonObject> Progress(HubConnection hub, RunId run, string? key) =>
        hub.StreamAsync<JsonObject>("Progress", run.Value, key, Cancellation);

    private async Task<HubConnection> OpenAsync(CookieContainer? cookies, string language = "en")
    {
        var hub = app.NewHub(cookies, language);
        await hub.StartAsync(Cancellation);
        return hub;
    }

    private async Task<string> RefusalAsync(CookieContainer? cookies, string method, RunId run, string? key)
    {
        await using var hub = await OpenAsync(cookies);
        var error = await Assert.ThrowsAsync<HubException>(async () =>
        {
            if (method == "Watch") await Watch(hub, run, key).AnyAsync(Cancellation);
            else await Progress(hub, run, key).AnyAsync(Cancellation);
        });
        return error.Message.Split(' ')[^1].TrimEnd('.');
    }
}
