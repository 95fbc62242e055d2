using System.Security.Cryptography;
using System.Text;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Signals;

namespace MnistBlazor.Runs;

/// <summary>
/// Starts, controls and finds runs. Whoever names a run must own it: an unknown run and another learner's are refused alike.
/// Thread-safe; no call waits for training or for the store's writer.
/// </summary>
public sealed class RunService
{
    private readonly RunStarter _starter;
    private readonly RunReader _reader;
    private readonly RunEdits _edits;
    private readonly RunWeights _weights;
    private readonly IRunDispatcher _dispatcher;
    private readonly IRunSignals _signals;
    private readonly BoundsInForce _bounds;

    internal RunService(
        RunStarter starter, RunReader reader, RunEdits edits, RunWeights weights, IRunDispatcher dispatcher, IRunSignals signals,
        BoundsInForce bounds) =>
        (_starter, _reader, _edits, _weights, _dispatcher, _signals, _bounds) =
        (starter, reader, edits, weights, dispatcher, signals, bounds);

    public RunQueueState Queue => _dispatcher.Queue;

    /// <summary>Runs are taken at present; the teacher may close the queue.</summary>
    public bool QueueOpen => _bounds.Now.QueueOpen;

    /// <summary>What to expect of a run, were it started now.</summary>
    /// <param name="images">Of its data set for training, those held out among them; 0: not known.</param>
    /// <param name="classes">0: not known.</param>
    public RunForecast Forecast(LearnerId learner, TrainingOptions options, int images = 0, int classes = 0) => _dispatcher.Forecast(
        learner, options, images > 0 ? images : RunWork.UsualImages, classes > 0 ? classes : RunWork.UsualClasses);

    /// <exception cref="RunRefusedException">
    /// It would take too long; the learner has as many unfinished runs as allowed, or starred ones; the queue or the store is full; or
    /// there is no such device.
    /// </exception>
    public Task<Run> StartAsync(LearnerId learner, string lesson, TrainingOptions options) =>
        _starter.StartAsync(new NewRun(_starter.New(learner, lesson, options), [], null));

    /// <summary>Ends the run within one batch and keeps its weights; a queued run is cancelled. Without effect on an ended run.</summary>
    /// <exception cref="RunNotFoundException"/>
    public Task StopAsync(LearnerId learner, RunId id) => SendAsync(learner, id, RunCommand.Stop);

    /// <summary>Holds the run within one batch. Without effect unless it is running.</summary>
    /// <exception cref="RunNotFoundException"/>
    public Task PauseAsync(LearnerId learner, RunId id) => SendAsync(learner, id, RunCommand.Pause);

    /// <summary>Goes on with a paused run.</summary>
    /// <exception cref="RunNotFoundException"/>
    public Task ResumeAsync(LearnerId learner, RunId id) => SendAsync(learner, id, RunCommand.Resume);

    /// <summary>
    /// Trains a paused run for one batch or to the end of its epoch, then pauses it again; a running one pauses after that.
    /// </summary>
    /// <exception cref="RunNotFoundException"/>
    public Task StepAsync(LearnerId learner, RunId id, StepLength length) =>
        SendAsync(learner, id, length == StepLength.Batch ? RunCommand.StepBatch : RunCommand.StepEpoch);

    public Run? Find(LearnerId learner, RunId id) => _reader.Find(learner, id);

    /// <summary>A run for who was given its watch link.</summary>
    public Run? FindByWatchKey(RunId id, string watchKey) =>
        _reader.Find(id) is { } run
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(run.WatchKey), Encoding.UTF8.GetBytes(watchKey))
            ? run
            : null;

    /// <summary>The learner's runs, newest first.</summary>
    public IReadOnlyList<Run> List(LearnerId learner) => _reader.List(learner);

    /// <summary>The learner's runs that the teacher has deleted, newest first, until they are gone for good.</summary>
    public IReadOnlyList<Run> DeletedByTeacher(LearnerId learner) => _reader.DeletedByTeacher(learner);

    /// <summary>
    /// Stored events with numbers above <paramref name="after"/>, in order, at most <paramref name="max"/>.
    /// The caller has found the run first.
    /// </summary>
    public IReadOnlyList<RunEvent> EventsAfter(RunId id, int after, int max = 1000) => _reader.EventsAfter(id, after, max);

    /// <summary>The epochs among the run's stored events, in order. The caller has found the run first.</summary>
    public IReadOnlyList<EpochTrained> EpochsOf(RunId id) => _reader.EpochsOf(id);

    /// <summary>Signals a subscription whenever the run or its events may have changed, until what is returned is disposed.</summary>
    public IDisposable Subscribe(RunId id, Subscription subscription) => _signals.Subscribe(id, subscription.Signal);

    /// <summary>The same for all runs of a learner.</summary>
    public IDisposable Subscribe(LearnerId learner, Subscription subscription) => _signals.Subscribe(learner, subscription.Signal);

    /// <summary>The same when the bounds have changed, <see cref="QueueOpen"/> among them.</summary>
    public IDisposable SubscribeToBounds(Subscription subscription) => _bounds.Subscribe(subscription.Signal);

    /// <summary>The run's newest weights, also while it trains and after a stop; null before there are any.</summary>
    /// <exception cref="RunNotFoundException"/>
    public TrainedModel? Model(LearnerId learner, RunId id) => _weights.Newest(learner, id).Load();

    /// <summary>The run's weights at each checkpoint that can be read, oldest first.</summary>
    /// <exception cref="RunNotFoundException"/>
    public IReadOnlyList<(int Step, TrainedModel Model)> ModelsOverTime(LearnerId learner, RunId id) => _weights.OverTime(learner, id);

    /// <summary>Notes the accuracy that an evaluation found. Without effect on a run that is gone.</summary>
    /// <param name="accuracy">0..1, on the test images.</param>
    public void RecordAccuracy(LearnerId learner, RunId id, double accuracy)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(accuracy);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(accuracy, 1);
        // What prevents it from being stored is in the log; the evaluation that found it has it all the same.
        _ = _edits.ChangeAsync(learner, id, run => run with { Accuracy = accuracy });
    }

    private async Task SendAsync(LearnerId learner, RunId id, RunCommand command)
    {
        _reader.Get(learner, id);
        await _dispatcher.SendAsync(id, command);
    }
}
