using System.Text.Json;
using System.Text.Json.Nodes;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs;

/// <summary>An option in which two runs differ.</summary>
/// <param name="Option">Its path in the options' JSON: <c>optimizer.learningRate</c>.</param>
public sealed record OptionDifference(string Option, string From, string To);

/// <summary>A run as it was after a step.</summary>
/// <param name="Bytes">The file of a checkpoint; null: before its first step, as its seed makes it.</param>
public sealed record ForkStart(int Step, byte[]? Bytes);

/// <summary>Continues a run from one of its checkpoints under other options: a new run that shares the other's past.</summary>
public sealed class RunForks
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly RunReader _reader;
    private readonly RunStarter _starter;
    private readonly RunWeights _weights;
    private readonly RunStore _store;

    internal RunForks(RunReader reader, RunStarter starter, RunWeights weights, RunStore store) =>
        (_reader, _starter, _weights, _store) = (reader, starter, weights, store);

    /// <summary>The points a run can be forked from, oldest first.</summary>
    /// <exception cref="RunNotFoundException"/>
    public IReadOnlyList<RunCheckpoint> Checkpoints(LearnerId learner, RunId id)
    {
        _reader.Get(learner, id);
        return _store.Checkpoints(id);
    }

    /// <summary>
    /// Where to begin a fork that is to leave a run after any of its steps. A run has few checkpoints, and on a CPU the same options give
    /// the same numbers: so whoever wants another step trains the run again from the checkpoint before it, and forks what that gives. The
    /// fork itself then begins at a checkpoint like any other, and knows nothing of this.
    /// </summary>
    /// <param name="step">0 to the step that the run has reached.</param>
    /// <param name="options">The fork's; see <see cref="ForkAsync(LearnerId, RunId, int, TrainingOptions)"/>.</param>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="RunRefusedException">
    /// Its fault is secret, the run was not there yet or has no checkpoint before, or an option cannot change.
    /// </exception>
    public ForkStart StartBefore(LearnerId learner, RunId id, int step, TrainingOptions options) =>
        StartBefore(Forkable(learner, id, step, options), step);

    /// <summary>The state of a run after a step, or the nearest before; see the other.</summary>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="RunRefusedException">Its fault is secret, or there is no such state.</exception>
    public ForkStart StartBefore(LearnerId learner, RunId id, int step)
    {
        var run = _reader.Get(learner, id);
        if (run.Options.Fault == TrainingFault.Hidden) throw new RunRefusedException(RunMessages.ForkOfHunt);
        return StartBefore(run, step);
    }

    /// <param name="step">
    /// The step of one of the run's <see cref="Checkpoints"/>; 0 too of a run that began with its seed: the fork then trains all anew.
    /// </param>
    /// <param name="options">
    /// The fork's options. Network, data, images held out and batch size stay: the weights belong to the first two, and steps are counted
    /// in batches.
    /// </param>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="RunRefusedException">
    /// Its fault is secret, there is no such checkpoint, an option cannot change, or a bound is reached.
    /// </exception>
    public Task<Run> ForkAsync(LearnerId learner, RunId id, int step, TrainingOptions options)
    {
        var parent = Forkable(learner, id, step, options);
        var start = StartBefore(parent, step);
        if (start.Step != step) throw new RunRefusedException(RunMessages.NoCheckpoint(step));
        return ForkAsync(parent, start, options);
    }

    /// <param name="start">The run after any of its steps: see <see cref="StartBefore(LearnerId, RunId, int, TrainingOptions)"/>.</param>
    /// <inheritdoc cref="ForkAsync(LearnerId, RunId, int, TrainingOptions)"/>
    public Task<Run> ForkAsync(LearnerId learner, RunId id, Checkpoint start, TrainingOptions options) =>
        ForkAsync(Forkable(learner, id, start.Step, options), new(start.Step, start.Bytes), options);

    private Task<Run> ForkAsync(Run parent, ForkStart start, TrainingOptions options)
    {
        var epoch = EpochOf(parent, start.Step);
        var run = _starter.New(parent.Owner, parent.Lesson, options) with
        {
            ForkedFrom = parent.Id,
            ForkedAtStep = start.Step,
            Step = start.Step,
            Epoch = epoch,
            StepsPerEpoch = parent.StepsPerEpoch,
        };
        var point = start.Bytes is null ? null : new SavePoint(start.Step, epoch, start.Bytes);
        return _starter.StartAsync(new NewRun(run, Past(parent.Id, start.Step), point));
    }

    private Run Forkable(LearnerId learner, RunId id, int step, TrainingOptions options)
    {
        var parent = _reader.Get(learner, id);
        if (parent.Options.Fault == TrainingFault.Hidden) throw new RunRefusedException(RunMessages.ForkOfHunt);
        RefuseOther(parent.Options, options, option => option is "dataset" or "batchSize" or "validationCount"
            || option.StartsWith("fineTuning", StringComparison.Ordinal));
        if (step < 0 || step > parent.Step) throw new RunRefusedException(RunMessages.NoCheckpoint(step));
        if (step >= (long)parent.StepsPerEpoch * options.Epochs)
            throw new RunRefusedException(RunMessages.ForkEpochs(EpochOf(parent, step)));
        return parent;
    }

    private static int EpochOf(Run run, int step) => step == 0 ? 0 : (step - 1) / Math.Max(1, run.StepsPerEpoch) + 1;

    private ForkStart StartBefore(Run run, int step)
    {
        foreach (var (at, bytes) in _store.ReadCheckpoints(run.Id, at => at <= step))
            if (_weights.Read(run.Owner, run.Id, bytes) is not null) return new(at, bytes);
        return run is { ForkedFrom: null } or { ForkedAtStep: 0, Options.FineTuning: null }
            ? new(0, null)
            : throw new RunRefusedException(RunMessages.NoCheckpoint(step));
    }

    /// <summary>A new run that learns drawings, from a run's newest weights on; that one stays as it is.</summary>
    /// <param name="options">Of the new run, with what it learns; network and data stay.</param>
    /// <param name="drawings">Those that the options name.</param>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="RunRefusedException">
    /// Its fault is secret, there are no weights yet, an option cannot change, or a bound is reached.
    /// </exception>
    public Task<Run> FineTuneAsync(LearnerId learner, RunId id, TrainingOptions options, ImageSplit drawings)
    {
        var parent = _reader.Get(learner, id);
        if (parent.Options.Fault == TrainingFault.Hidden) throw new RunRefusedException(RunMessages.ForkOfHunt);
        RefuseOther(parent.Options, options, option => option is "dataset");
        if (_weights.Newest(learner, id).Load() is not { } model) throw new RunRefusedException(RunMessages.NoCheckpoint(parent.Step));
        var run = _starter.New(learner, parent.Lesson, options) with { ForkedFrom = id, ForkedAtStep = parent.Step };
        var start = Checkpoint.ForFineTuning(model, options, drawings);
        return _starter.StartAsync(new NewRun(run, [], new SavePoint(0, 0, start.Bytes)));
    }

    /// <summary>The options in which two runs differ, by name.</summary>
    public static IReadOnlyList<OptionDifference> Differences(TrainingOptions from, TrainingOptions to)
    {
        var (before, after) = (Flatten(from), Flatten(to));
        return [.. before.Keys.Union(after.Keys)
            .Where(option => before.GetValueOrDefault(option) != after.GetValueOrDefault(option))
            .Select(option => new OptionDifference(option, before.GetValueOrDefault(option, ""), after.GetValueOrDefault(option, "")))];
    }

    private static void RefuseOther(TrainingOptions from, TrainingOptions to, Func<string, bool> isFixed)
    {
        var changed = Differences(from, to).Select(difference => difference.Option)
            .FirstOrDefault(option => option.StartsWith("model", StringComparison.Ordinal) || isFixed(option));
        if (changed is not null) throw new RunRefusedException(RunMessages.ForkOption(changed));
    }

    private IReadOnlyList<RunEvent> Past(RunId parent, int step) => [.. _reader.EventsAfter(parent, 0, int.MaxValue)
        .Where(happened => happened is BatchTrained batch && batch.Step <= step || happened is EpochTrained epoch && epoch.Step <= step)
        .Select((happened, index) => happened with { Number = index + 1 })];

    private static Dictionary<string, string> Flatten(TrainingOptions options)
    {
        var values = new Dictionary<string, string>();
        Add("", JsonSerializer.SerializeToNode(options, Json));
        return values;

        void Add(string path, JsonNode? node)
        {
            switch (node)
            {
                case JsonObject members:
                    foreach (var (name, value) in members) Add(path.Length == 0 ? name : $"{path}.{name}", value);
                    break;
                case JsonArray items:
                    for (var i = 0; i < items.Count; i++) Add($"{path}.{i}", items[i]);
                    break;
                default:
                    values[path] = node?.ToString() ?? "";
                    break;
            }
        }
    }
}
