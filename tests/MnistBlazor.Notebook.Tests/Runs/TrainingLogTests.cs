using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MnistBlazor.Notebook.Runs;
using static MnistBlazor.Notebook.Tests.Runs.TestNotebook;

namespace MnistBlazor.Notebook.Tests.Runs;

/// <summary>What the operator finds in the log of a run: each line carries the run and its learner as fields, to be filtered by.</summary>
public sealed class TrainingLogTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();
    private readonly Lines _lines = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_is_logged_when_it_is_queued_when_it_trains_and_when_it_ends()
    {
        await using var notebook = await StartLogged();
        var run = notebook.Runs.Start(Ada, "softmax", FakeTraining.Options());
        await notebook.UntilEnded(run);
        await notebook.Stop();

        Assert.Equal(["Queued", "Opened", "Ended"], _lines.Of(run));
    }

    [Fact]
    public async Task A_failure_is_logged()
    {
        _training.BeforeBatch = (_, step) =>
        {
            if (step == 5) throw new InvalidOperationException("a mistake");
        };
        await using var notebook = await StartLogged();
        var run = notebook.Runs.Start(Ada, "softmax", FakeTraining.Options());
        await notebook.UntilEnded(run);
        await notebook.Stop();

        Assert.Equal(["Queued", "Opened", "Failed", "Ended"], _lines.Of(run));
    }

    [Fact]
    public async Task A_refusal_is_logged_with_the_learner()
    {
        await using var notebook = await StartLogged();

        Assert.Throws<RunRefusedException>(() => notebook.Runs.Start(Bert, "softmax", FakeTraining.Options() with { Device = "cuda:9" }));

        Assert.Contains(("Refused", null, Bert), _lines.All);
    }

    [Fact]
    public async Task A_run_that_is_taken_up_after_a_restart_is_logged()
    {
        _training.LoadDataset = _ => new TaskCompletionSource<ML.Data.ImageDataset>().Task; // so that it waits
        Run run;
        await using (var notebook = await Start(_folder, _training.Backend))
        {
            run = notebook.Runs.Start(Ada, "softmax", FakeTraining.Options());
            await notebook.Stop();
        }
        _training.LoadDataset = _ => Task.FromResult(FakeTraining.Dataset);

        await using var next = await StartLogged();
        await next.UntilEnded(run);
        await next.Stop();

        Assert.Equal(["LogTakenUp", "Opened", "Ended"], _lines.Of(run));
    }

    private Task<TestNotebook> StartLogged() =>
        Start(_folder, _training.Backend, services: services => services.AddLogging(logging => logging.AddProvider(_lines)));

    /// <summary>The lines that name a learner, in order: the event's name and the two fields.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<(string Event, RunId? Run, LearnerId Learner)> _lines = new();

        public IReadOnlyCollection<(string Event, RunId? Run, LearnerId Learner)> All => _lines;

        public IEnumerable<string> Of(Run run) => _lines.Where(line => line.Run == run.Id && line.Learner == run.Owner).Select(line => line.Event);

        public ILogger CreateLogger(string category) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format)
        {
            if (state is not IReadOnlyList<KeyValuePair<string, object?>> fields) return;
            if (fields.FirstOrDefault(field => field.Key == "Learner").Value is LearnerId learner)
                _lines.Enqueue((id.Name ?? "", fields.FirstOrDefault(field => field.Key == "Run").Value as RunId?, learner));
        }

        public void Dispose()
        {
        }
    }
}
