using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs.Contracts;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests.Operation;

/// <summary>What the operator finds in the log of a run: each line carries the run and its learner as fields, to be filtered by.</summary>
public sealed class TrainingLogTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();
    private readonly FakeLoggerProvider _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_is_logged_when_it_is_queued_when_it_trains_and_when_it_ends()
    {
        await using var server = await StartLogged();
        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await server.UntilEnded(run);
        await server.Stop();

        Assert.Equal(["Queued", "Opened", "Ended"], Logged(run));
    }

    [Fact]
    public async Task A_failure_is_logged()
    {
        _training.BeforeBatch = (_, step) =>
        {
            if (step == 5) throw new InvalidOperationException("a mistake");
        };
        await using var server = await StartLogged();
        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await server.UntilEnded(run);
        await server.Stop();

        Assert.Equal(["Queued", "Opened", "Failed", "Ended"], Logged(run));
    }

    [Fact]
    public async Task A_refusal_is_logged_with_the_learner()
    {
        await using var server = await StartLogged();

        await Assert.ThrowsAsync<RunRefusedException>(
            () => server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options() with { Device = "cuda:9" }));

        var refused = Assert.Single(_log.Collector.GetSnapshot(), line => line.GetStructuredStateValue("Learner") == Bert.Value);
        Assert.Equal("Refused", refused.Id.Name);
    }

    [Fact]
    public async Task A_run_that_is_continued_after_a_restart_is_logged()
    {
        _training.LoadDataset = _ => new TaskCompletionSource<ML.Data.ImageDataset>().Task; // so that it waits
        Run run;
        await using (var server = await Start(_folder, _training.Backend))
        {
            run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
            await server.Stop();
        }
        _training.LoadDataset = _ => Task.FromResult(FakeTraining.Dataset);

        await using var next = await StartLogged();
        await next.UntilEnded(run);
        await next.Stop();

        Assert.Equal(["LogContinued", "Opened", "Ended"], Logged(run));
    }

    private Task<TestServer> StartLogged() =>
        Start(_folder, _training.Backend, services: services => services.AddLogging(logging => logging.AddProvider(_log)));

    /// <summary>The names of the events that carry the run and its learner, in order.</summary>
    private IEnumerable<string?> Logged(Run run) => _log.Collector.GetSnapshot()
        .Where(line => line.GetStructuredStateValue("Run") == run.Id.Value && line.GetStructuredStateValue("Learner") == run.Owner.Value)
        .Select(line => line.Id.Name);
}
