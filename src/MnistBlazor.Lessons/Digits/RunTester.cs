using MnistBlazor.Lessons.Cells;
using MnistBlazor.ML;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Digits;

/// <summary>
/// Tests runs that no notebook tests: forks, and those whose lesson has gone on to other settings. It works in the lane of the
/// cells, so never behind training, and on one run of a learner at a time, so that nobody fills the lane. Thread-safe.
/// </summary>
public sealed class RunTester
{
    private readonly Lock _gate = new();
    private readonly Dictionary<LearnerId, Task<Message?>> _last = [];
    private readonly RunService _runs;
    private readonly DatasetSource _datasets;
    private readonly EvaluationLane _lane;

    internal RunTester(RunService runs, DatasetSource datasets, EvaluationLane lane) => (_runs, _datasets, _lane) = (runs, datasets, lane);

    /// <summary>Reads all test images with the run's newest weights and notes the accuracy with the run.</summary>
    /// <returns>Why it could not be done; null: done.</returns>
    /// <exception cref="RunNotFoundException"/>
    public async Task<Message?> TestAsync(LearnerId learner, RunId id)
    {
        var run = _runs.Find(learner, id) ?? throw new RunNotFoundException(id);
        Task<Message?> test;
        lock (_gate)
        {
            var before = _last.GetValueOrDefault(learner) ?? Task.CompletedTask;
            _last[learner] = test = Task.Run(() => TestAsync(run, before));
        }
        var problem = await test;
        lock (_gate)
        {
            if (_last.GetValueOrDefault(learner) == test) _last.Remove(learner);
        }
        return problem;
    }

    private async Task<Message?> TestAsync(Run run, Task before)
    {
        await before;
        try
        {
            if (_runs.Model(run.Owner, run.Id) is not { } model) return CellMessages.RunGone;
            var dataset = await _datasets(run.Owner, run.Options.Dataset, null, CancellationToken.None);
            var result = await _lane.RunAsync(
                () => Evaluator.Evaluate(model, dataset, TorchRuntime.DeviceHere(run.Options.Device), CancellationToken.None),
                CancellationToken.None);
            _runs.RecordAccuracy(run.Owner, run.Id, result.Accuracy);
            return null;
        }
        catch (Exception exception)
        {
            return CellMessages.Of(exception);
        }
    }
}
