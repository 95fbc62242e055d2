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

/// <summary>Continues a run from one of its checkpoints under other options: a new run that shares the other's past.</summary>
public sealed class RunForks
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly RunReader _reader;
    private readonly RunStarter _starter;
    private readonly RunWeights _weights;
    private readonly RunStore _store;
    private readonly CheckpointFiles _files;

    internal RunForks(RunReader reader, RunStarter starter, RunWeights weights, RunStore store, CheckpointFiles files) =>
        (_reader, _starter, _weights, _store, _files) = (reader, starter, weights, store, files);

    /// <summary>The points a run can be forked from, oldest first.</summary>
    /// <exception cref="RunNotFoundException"/>
    public IReadOnlyList<RunCheckpoint> Checkpoints(LearnerId learner, RunId id)
    {
        _reader.Get(learner, id);
        return _store.Checkpoints(id);
    }

    /// <param name="step">The step of one of the run's <see cref="Checkpoints"/>.</param>
    /// <param name="options">
    /// The fork's options. Network, data, images held out and batch size stay: the weights belong to the first two, and steps are counted
    /// in batches.
    /// </param>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="RunRefusedException">
    /// Its fault is secret, there is no such checkpoint, an option cannot change, or a bound is reached.
    /// </exception>
    public async Task<Run> ForkAsync(LearnerId learner, RunId id, int step, TrainingOptions options)
    {
        var parent = _reader.Get(learner, id);
        if (parent.Options.Fault == TrainingFault.Hidden) throw new RunRefusedException(RunMessages.ForkOfHunt);
        RefuseOther(parent.Options, options, option => option is "dataset" or "batchSize" or "validationCount"
            || option.StartsWith("fineTuning", StringComparison.Ordinal));

        var checkpoint = _store.Checkpoints(id).FirstOrDefault(checkpoint => checkpoint.Step == step);
        if (checkpoint is null || _files.Read(id, step) is not { } bytes || _weights.Read(learner, id, bytes) is null)
            throw new RunRefusedException(RunMessages.NoCheckpoint(step));
        if (checkpoint.Step >= (long)parent.StepsPerEpoch * options.Epochs)
            throw new RunRefusedException(RunMessages.ForkEpochs(checkpoint.Epoch));

        var run = _starter.New(learner, parent.Lesson, options) with
        {
            ForkedFrom = id,
            ForkedAtStep = step,
            Step = step,
            Epoch = checkpoint.Epoch,
            StepsPerEpoch = parent.StepsPerEpoch,
        };
        return await _starter.StartAsync(new NewRun(run, Past(id, step), new SavePoint(step, checkpoint.Epoch, bytes)));
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
