using MnistBlazor.ML.Inference;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs;

/// <summary>The weights of runs, also while they train. Thread-safe.</summary>
public sealed class RunWeights
{
    private readonly RunReader _reader;
    private readonly IRunDispatcher _dispatcher;
    private readonly LiveRuns _live;
    private readonly RunStore _store;
    private readonly CheckpointFiles _files;
    private readonly TrainingBackend _backend;
    private readonly TrainingLog _log;

    internal RunWeights(
        RunReader reader, IRunDispatcher dispatcher, LiveRuns live, RunStore store, CheckpointFiles files, TrainingBackend backend,
        TrainingLog log) =>
        (_reader, _dispatcher, _live, _store, _files, _backend, _log) = (reader, dispatcher, live, store, files, backend, log);

    /// <summary>Where the newest weights are, and a version that changes when they do.</summary>
    /// <exception cref="RunNotFoundException"/>
    public WeightSource Newest(LearnerId learner, RunId id)
    {
        var run = _reader.Get(learner, id);
        if (_dispatcher.WeightsOf(id, out var step) is { } newest) return new WeightSource(step, () => newest);
        return new WeightSource(run.Step, () => Read(learner, id, _live.Find(id)?.Recording.UnsavedPoint));
    }

    /// <summary>The weights at each checkpoint that can be read, oldest first.</summary>
    /// <exception cref="RunNotFoundException"/>
    public IReadOnlyList<(int Step, TrainedModel Model)> OverTime(LearnerId learner, RunId id)
    {
        _reader.Get(learner, id);
        return [.. _store.ReadCheckpoints(id).Reverse()
            .Select(checkpoint => (checkpoint.Step, Model: Read(learner, id, checkpoint.Bytes)))
            .Where(checkpoint => checkpoint.Model is not null).Select(checkpoint => (checkpoint.Step, checkpoint.Model!))];
    }

    /// <summary>The steps whose weights can be looked at, ascending: those kept of the first epoch, and the checkpoints.</summary>
    /// <exception cref="RunNotFoundException"/>
    public IReadOnlyList<int> Steps(LearnerId learner, RunId id)
    {
        _reader.Get(learner, id);
        var recording = _live.Find(id)?.Recording;
        var steps = new SortedSet<int>();
        if (recording is not null) steps.UnionWith(recording.UnsavedWeights.Select(weights => weights.Step));
        if (recording?.UnsavedPoint is { } unsaved) steps.Add(unsaved.Step);
        steps.UnionWith(_store.EarlySteps(id).Select(early => early.Step));
        steps.UnionWith(_store.Checkpoints(id).Select(checkpoint => checkpoint.Step));
        return [.. steps];
    }

    /// <summary>The networks at some of those <see cref="Steps"/>, in no order; what is gone or damaged is left out.</summary>
    /// <exception cref="RunNotFoundException"/>
    public IEnumerable<(int Step, TrainedModel Model)> At(LearnerId learner, RunId id, IReadOnlyCollection<int> steps)
    {
        var (spec, wanted) = (_reader.Get(learner, id).Options.Model, steps.ToHashSet());
        var recording = _live.Find(id)?.Recording;
        foreach (var early in recording?.UnsavedWeights ?? [])
            if (wanted.Remove(early.Step)) yield return (early.Step, new(spec, early.Weights));
        foreach (var file in _store.EarlySteps(id).Where(early => wanted.Contains(early.Step)).Select(early => early.File).Distinct())
            foreach (var early in _files.ReadWeights(file))
                if (wanted.Remove(early.Step)) yield return (early.Step, new(spec, early.Weights));
        if (recording?.UnsavedPoint is { } unsaved && wanted.Remove(unsaved.Step) && Read(learner, id, unsaved.Checkpoint) is { } newest)
            yield return (unsaved.Step, newest);
        if (wanted.Count == 0) yield break;
        foreach (var (step, bytes) in _store.ReadCheckpoints(id, wanted.Contains))
            if (Read(learner, id, bytes) is { } model) yield return (step, model);
    }

    /// <summary>The network in a checkpoint's file; null, and a line in the log, when the file is damaged.</summary>
    internal TrainedModel? Read(LearnerId learner, RunId id, byte[] checkpoint)
    {
        try
        {
            return _backend.ReadModel(checkpoint);
        }
        catch (FormatException damaged)
        {
            _log.CheckpointDamaged(damaged, id, learner);
            return null;
        }
    }

    private TrainedModel? Read(LearnerId learner, RunId id, SavePoint? unsaved) => unsaved is not null
        ? _backend.ReadModel(unsaved.Checkpoint)
        : _store.ReadCheckpoints(id).Select(checkpoint => Read(learner, id, checkpoint.Bytes)).FirstOrDefault(model => model is not null);
}

/// <param name="Version">The step of the weights.</param>
/// <param name="Load">Null: there are none yet.</param>
public sealed record WeightSource(int Version, Func<TrainedModel?> Load);
