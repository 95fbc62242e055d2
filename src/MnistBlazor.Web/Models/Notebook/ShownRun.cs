using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Models;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Models.Notebook;

/// <summary>
/// One run as a page shows it: its snapshot, its epochs and, where they can be seen, its weights, pulled when the page is about to
/// render. Events are read from the last number on, so a run's history is read once. Not thread-safe: the page's renderer calls it.
/// </summary>
public sealed class ShownRun(RunService runs, LearnerId learner, TimeProvider time)
{
    /// <summary>Pictures of the weights change at most this often while a run trains: they are the largest thing that a page is sent.</summary>
    public static readonly TimeSpan WeightsInterval = TimeSpan.FromSeconds(2);

    private readonly List<EpochTrained> _epochs = [];
    private int _lastNumber;
    private (int Epochs, bool Ended) _weightsOf;
    private long _weightsAt;

    public Run? Run { get; private set; }

    public RunId? Previous { get; private set; }

    public IReadOnlyList<EpochTrained> Epochs => _epochs;

    /// <summary>Of softmax regression, [classes][784]: after the first epoch, then as it goes on. Null for another network.</summary>
    public float[][]? Weights { get; private set; }

    /// <summary>What <see cref="Weights"/> are for, by label.</summary>
    public IReadOnlyList<string> ClassNames { get; private set; } = [];

    /// <summary>Seconds an epoch takes, over those trained so far; null before the first has ended.</summary>
    public double? SecondsPerEpoch => _epochs.Count > 0 ? _epochs.Average(epoch => epoch.Seconds) : null;

    /// <summary>Mean loss of the last whole epoch, or the loss of the last batch before there is one.</summary>
    public double? Loss => _epochs.Count > 0 ? _epochs[^1].MeanLoss : Run?.Loss;

    /// <summary>Brings everything up to date with a run, another one than before included.</summary>
    /// <param name="id">Null: no run.</param>
    /// <param name="previous">The one before it, for the pale curve behind it.</param>
    public void Refresh(RunId? id, RunId? previous = null)
    {
        Previous = previous;
        if (id != Run?.Id)
        {
            _epochs.Clear();
            _lastNumber = 0;
            (Weights, _weightsOf) = (null, default);
        }
        // The snapshot first: an epoch that ends in between is then in the table, never a finished run without its last epoch.
        Run = id is { } known ? runs.Find(learner, known) : null;
        if (Run is null) return;
        RefreshEpochs(Run.Id);
        RefreshWeights(Run);
    }

    private void RefreshEpochs(RunId run)
    {
        while (runs.EventsAfter(run, _lastNumber) is { Count: > 0 } events)
        {
            _epochs.AddRange(events.OfType<EpochTrained>());
            _lastNumber = events[^1].Number;
        }
    }

    private void RefreshWeights(Run run)
    {
        var now = (_epochs.Count, run.Ended);
        if (run.Options.Model is not SoftmaxRegressionSpec || now == _weightsOf || now.Count == 0) return;
        if (Weights is not null && !run.Ended && time.GetElapsedTime(_weightsAt) < WeightsInterval) return;
        (_weightsOf, _weightsAt) = (now, time.GetTimestamp());
        if (runs.Model(learner, run.Id) is { } model) (Weights, ClassNames) = (WeightImages.Of(model), model.ClassNames);
    }
}
