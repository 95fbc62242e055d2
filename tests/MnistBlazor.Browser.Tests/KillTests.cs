using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MnistBlazor.Browser.Tests;

/// <summary>
/// Whoever pulls the plug loses nothing: the server's process is killed while it trains, at moments that nobody chose, and told to stop
/// in the middle of an epoch, and the run ends as if nothing had happened. Kills at chosen moments are in bench/MnistBlazor.Faults.
/// </summary>
[Collection(AppFixture.Beside)]
public sealed class KillTests(AppFixture fixture) : BrowserTest(fixture)
{
    private const int Kills = 2;

    // Dropout and Adam: going on takes the state of a generator and of an optimizer. Long enough for all kills to fall into training.
    private const int Epochs = 10;
    private static readonly string Lesson = $"lessons/mlp?layers=128-relu-0.2&epochs={Epochs}";

    [Fact]
    public async Task A_run_whose_server_is_killed_and_stopped_loses_no_event_and_ends_with_the_weights_of_one_never_interrupted()
    {
        var seed = Random.Shared.Next();
        var killedAt = new List<int>();
        var data = Directory.CreateTempSubdirectory("mnistblazor-killed-");
        try
        {
            var (killed, owner) = await KillAgainAndAgainAsync(data, new Random(seed), killedAt);
            await using var last = await AppProcess.ContinueAsync(data);
            await ExpectExactStepAsync(last);
            await killed.WatchAsync(last.Address);
            Assert.True(killed.SawEnd, last.Output);
            Assert.Equal(Enumerable.Range(1, killed.Events.Count), killed.Events.Select(happened => (int)happened["number"]!));
            // Who looks at the log only now finds in it what was seen while it was written.
            var late = killed.Anew();
            await late.WatchAsync(last.Address);
            Assert.Equal(late.Events.Select(happened => happened.ToJsonString()), killed.Events.Select(happened => happened.ToJsonString()));
            // The notebook has followed its run through all of it.
            var notebook = await LessonPage.OpenAsync(owner, new Uri(last.Address, Lesson).ToString());
            await notebook.ExpectStatusAsync("training", "done");
            await notebook.ExpectEpochsOnChartAsync(Epochs);
            await notebook.Page.CloseAsync();

            // Another learner trains the same on a server that nobody touches.
            var (uninterrupted, _) = await StartRunAsync(last);
            await uninterrupted.WatchAsync(last.Address);
            Assert.Equal(uninterrupted.Events.Select(Essence), killed.Events.Select(Essence));
            Assert.Equal(await uninterrupted.TakeWeightsAsync(last.Address), await killed.TakeWeightsAsync(last.Address));
            Assert.Empty(last.TakeErrors());
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"Killed with seed {seed}, after the events {string.Join(", ", killedAt)}: {failure.Message}", failure);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    protected override IEnumerable<string> TakeErrors() => [];

    private async Task<(RunWatcher Watcher, Visitor Owner)> KillAgainAndAgainAsync(DirectoryInfo data, Random random, List<int> killedAt)
    {
        RunWatcher watcher;
        Visitor owner;
        await using (var first = await AppProcess.ContinueAsync(data))
        {
            (watcher, owner) = await StartRunAsync(first);
            await KillInTrainingAsync(first, watcher, random, killedAt);
        }
        while (killedAt.Count < Kills)
        {
            await using var next = await AppProcess.ContinueAsync(data);
            await KillInTrainingAsync(next, watcher, random, killedAt);
        }

        await using (var next = await AppProcess.ContinueAsync(data)) await StopInTrainingAsync(next, watcher, impatiently: false);
        await using (var next = await AppProcess.ContinueAsync(data))
        {
            await ExpectExactStepAsync(next);
            await StopInTrainingAsync(next, watcher, impatiently: true);
        }
        return (watcher, owner);
    }

    /// <summary>
    /// Waits until the run trains, and then for a random part of the time that an epoch takes: a wait for a time, which is the
    /// very thing that is tried here.
    /// </summary>
    private static async Task KillInTrainingAsync(AppProcess server, RunWatcher watcher, Random random, List<int> killedAt)
    {
        var life = await TrainAsync(server, watcher);
        await Task.Delay(TimeSpan.FromSeconds((watcher.EpochSeconds ?? 0.5) * random.NextDouble()));
        await server.KillAsync();
        await life;
        killedAt.Add(watcher.Events.Count);
        Assert.Empty(server.TakeErrors());
        Assert.False(watcher.SawEnd, $"The run ended before kill {killedAt.Count}: let it train for longer.");
    }

    private static async Task StopInTrainingAsync(AppProcess server, RunWatcher watcher, bool impatiently)
    {
        var life = await TrainAsync(server, watcher);
        var code = await server.TerminateAsync(impatiently);
        await life;
        Assert.True(code == 0, $"The app ended with code {code}:\n{server.Output}");
        Assert.Empty(server.TakeErrors());
        Assert.False(watcher.SawEnd, "The run ended before the server was stopped: let it train for longer.");
    }

    /// <summary>The server goes on at the very step up to which the last one trained.</summary>
    private static async Task ExpectExactStepAsync(AppProcess server)
    {
        await server.UntilPrintedAsync("from step", 1);
        var reached = Regex.Match(server.Output, @"at step (\d+), is continued").Groups[1].Value;
        Assert.Equal(reached, Regex.Match(server.Output, @"trains on cpu from step (\d+)\.").Groups[1].Value);
    }

    /// <summary>Watches until the run trains.</summary>
    /// <returns>Ends with the server.</returns>
    private static async Task<Task> TrainAsync(AppProcess server, RunWatcher watcher)
    {
        var trains = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var life = watcher.WatchAsync(server.Address, () =>
        {
            if ((string?)watcher.Events[^1]["type"] is "batch" or "epoch") trains.TrySetResult();
        });
        await Task.WhenAny(trains.Task, life);
        return life;
    }

    /// <summary>A learner starts training in a browser, and closes the page.</summary>
    private async Task<(RunWatcher Watcher, Visitor Owner)> StartRunAsync(AppProcess app)
    {
        var visitor = await VisitAsync(app: app);
        visitor.Forgive("A request left the app: http://127.0.0.1"); // Each life of the server has a port of its own.
        var lesson = await LessonPage.OpenAsync(visitor, Lesson);
        await lesson.RunAsync("training");
        var watcher = await RunWatcher.OfAsync(visitor, lesson, app.Address);
        await lesson.Page.CloseAsync();
        return (watcher, visitor);
    }

    /// <summary>An event without what a clock has added to it.</summary>
    private static string Essence(JsonObject happened)
    {
        var essence = happened.DeepClone().AsObject();
        essence.Remove("at");
        essence.Remove("seconds");
        return essence.ToJsonString();
    }
}
