using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests;

public sealed class RunBoundsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();
    private readonly Gate _go = new();

    public RunBoundsTests() => _training.BeforeBatch = (_, _) => _go.Wait();

    public void Dispose()
    {
        _folder.Dispose();
        _go.Dispose();
    }

    [Fact]
    public async Task A_learner_may_have_so_many_unfinished_runs_and_may_start_again_when_one_has_ended()
    {
        await using var server = await Start(_folder, _training.Backend, options => options.MaxUnfinishedRunsPerLearner = 2);
        var first = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        var second = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());

        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options()));
        Assert.Equal(new("run.refused.too-many", "2"), refused.Reason);
        var other = await server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options());

        _go.Set();
        await server.UntilLastEvent(first);
        await server.UntilLastEvent(second);
        await server.UntilLastEvent(other);
        await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
    }

    [Fact]
    public async Task The_queue_takes_so_many_runs_in_all()
    {
        await using var server = await Start(_folder, _training.Backend, options => options.MaxQueuedRuns = 2);
        var running = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await server.Until(running, now => now.Status == RunStatus.Running);
        await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options());

        var refused = await Assert.ThrowsAsync<RunRefusedException>(
            () => server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options()));

        Assert.Equal(new("run.refused.queue-full", "2"), refused.Reason);
        Assert.Single(server.Runs.List(Bert));
        _go.Set();
    }

    [Fact]
    public async Task Throwing_the_cookie_away_gives_no_more_runs_to_an_address_than_it_may_have()
    {
        await using var server = await Start(_folder, _training.Backend, options => options.MaxUnfinishedRunsPerAddress = 3);
        for (var cookie = 0; cookie < 3; cookie++) await server.Runs.StartAsync(Seen(cookie), "softmax", FakeTraining.Options());

        var refused = await Assert.ThrowsAsync<RunRefusedException>(
            () => server.Runs.StartAsync(Seen(3), "softmax", FakeTraining.Options()));

        Assert.Equal(new("run.refused.too-many-of-address", "3"), refused.Reason);
        await server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options()); // from elsewhere
        _go.Set();

        LearnerId Seen(int cookie)
        {
            var learner = new LearnerId($"cookie {cookie}");
            server.Get<LearnerAddresses>().Saw(learner, "192.0.2.7");
            return learner;
        }
    }

    [Fact]
    public async Task While_the_queue_is_closed_no_run_is_taken_and_those_that_are_there_go_on()
    {
        await using var server = await Start(_folder, _training.Backend);
        var bounds = server.Get<BoundsInForce>();
        var taken = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        bounds.Now = bounds.Now with { QueueOpen = false };

        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options()));

        Assert.Equal(new("run.refused.queue-closed"), refused.Reason);
        _go.Set();
        Assert.Equal(RunStatus.Completed, (await server.UntilEnded(taken)).Status);
    }

    [Fact]
    public async Task A_device_that_the_machine_lacks_is_refused()
    {
        await using var server = await Start(_folder, _training.Backend);

        var refused = await Assert.ThrowsAsync<RunRefusedException>(
            () => server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options() with { Device = "cuda:7" }));

        Assert.Equal(new("run.refused.unknown-device", "cuda:7"), refused.Reason);
    }

    [Fact]
    public async Task Nobody_sees_or_controls_anothers_run_and_a_watch_key_lets_only_watch()
    {
        await using var server = await Start(_folder, _training.Backend);
        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        var (archive, forks) = (server.Get<RunArchive>(), server.Get<RunForks>());

        Assert.Null(server.Runs.Find(Bert, run.Id));
        Assert.Empty(server.Runs.List(Bert));
        await Assert.ThrowsAsync<RunNotFoundException>(() => server.Runs.StopAsync(Bert, run.Id));
        await Assert.ThrowsAsync<RunNotFoundException>(() => server.Runs.PauseAsync(Bert, run.Id));
        await Assert.ThrowsAsync<RunNotFoundException>(() => server.Runs.ResumeAsync(Bert, run.Id));
        await Assert.ThrowsAsync<RunNotFoundException>(() => server.Runs.StepAsync(Bert, run.Id, StepLength.Batch));
        Assert.Throws<RunNotFoundException>(() => server.Runs.Model(Bert, run.Id));
        Assert.Throws<RunNotFoundException>(() => forks.Checkpoints(Bert, run.Id));
        await Assert.ThrowsAsync<RunNotFoundException>(() => forks.ForkAsync(Bert, run.Id, 10, run.Options));
        await Assert.ThrowsAsync<RunNotFoundException>(() => archive.Rename(Bert, run.Id, "mine"));
        await Assert.ThrowsAsync<RunNotFoundException>(() => archive.Star(Bert, run.Id, true));
        await Assert.ThrowsAsync<RunNotFoundException>(() => archive.Delete(Bert, run.Id));
        Assert.Equal(run.Id, server.Runs.FindByWatchKey(run.Id, run.WatchKey)!.Id);
        Assert.Null(server.Runs.FindByWatchKey(run.Id, new string('0', 32)));
        Assert.Null(server.Runs.FindByWatchKey(run.Id, ""));
        Assert.Null(server.Runs.FindByWatchKey(RunId.New(), run.WatchKey));

        _go.Set();
        await server.UntilLastEvent(run);
        Assert.Null(server.Runs.Find(Bert, run.Id));
        await Assert.ThrowsAsync<RunNotFoundException>(() => server.Runs.StopAsync(Bert, run.Id));
        Assert.Equal(run.Id, server.Runs.FindByWatchKey(run.Id, run.WatchKey)!.Id);
    }
}
