using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Notebook.Runs;

/// <summary>
/// Starts, controls and finds runs. Whoever names a run must own it: an unknown run and another learner's are refused alike.
/// Thread-safe; no call waits for training or for the store's writer.
/// </summary>
public sealed class RunService
{
    /// <exception cref="RunRefusedException">The learner has as many unfinished runs as allowed, or the queue is full.</exception>
    public Run Start(LearnerId learner, string lesson, TrainingOptions options) => throw new NotImplementedException();

    /// <summary>Ends the run within one batch and keeps its weights; a queued run is cancelled. Without effect on an ended run.</summary>
    /// <exception cref="RunNotFoundException"/>
    public void Stop(LearnerId learner, RunId id) => throw new NotImplementedException();

    /// <summary>Holds the run within one batch. Without effect unless it is running.</summary>
    /// <exception cref="RunNotFoundException"/>
    public void Pause(LearnerId learner, RunId id) => throw new NotImplementedException();

    /// <summary>Goes on with a paused run.</summary>
    /// <exception cref="RunNotFoundException"/>
    public void Resume(LearnerId learner, RunId id) => throw new NotImplementedException();

    /// <summary>Trains a paused run for one batch or to the end of its epoch, then pauses it again.</summary>
    /// <exception cref="RunNotFoundException"/>
    public void Step(LearnerId learner, RunId id, StepLength length) => throw new NotImplementedException();

    public Run? Find(LearnerId learner, RunId id) => throw new NotImplementedException();

    public Run? FindByWatchKey(RunId id, string watchKey) => throw new NotImplementedException();

    /// <summary>The learner's runs, newest first.</summary>
    public IReadOnlyList<Run> List(LearnerId learner) => throw new NotImplementedException();

    /// <summary>Stored events with numbers above <paramref name="after"/>, in order, at most <paramref name="max"/>. The caller has found the run first.</summary>
    public IReadOnlyList<RunEvent> EventsAfter(RunId id, int after, int max = 1000) => throw new NotImplementedException();

    /// <summary>
    /// Calls <paramref name="signal"/> whenever the run or its events may have changed, until disposed. It carries no data, comes
    /// from any thread and under no lock; it must return at once and not throw.
    /// </summary>
    public IDisposable Subscribe(RunId id, Action signal) => throw new NotImplementedException();

    /// <summary>The same for all runs of a learner.</summary>
    public IDisposable Subscribe(LearnerId learner, Action signal) => throw new NotImplementedException();

    /// <summary>The run's newest weights, also while it trains and after a stop; null before there are any.</summary>
    /// <exception cref="RunNotFoundException"/>
    public TrainedModel? Model(LearnerId learner, RunId id) => throw new NotImplementedException();

    /// <summary>Notes the accuracy that an evaluation found.</summary>
    /// <param name="accuracy">0..1.</param>
    /// <exception cref="RunNotFoundException"/>
    public void RecordAccuracy(LearnerId learner, RunId id, double accuracy) => throw new NotImplementedException();

    public RunQueueState Queue => throw new NotImplementedException();
}

public enum StepLength { Batch, Epoch }
