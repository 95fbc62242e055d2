using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Models.Notebook;

/// <summary>
/// One run as a page shows it: its snapshot and, where they can be seen, its weights, pulled when the page is about to render. What was
/// measured goes to the browser by RunHub. Not thread-safe: the page's renderer calls it.
/// </summary>
public sealed class ShownRun(RunService runs, LearnerId learner, TimeProvider time)
{
    /// <summary>
    /// Pictures of the weights change at most this often while a run trains: they are the largest thing that a page is sent.
    /// </summary>
    public static readonly TimeSpan WeightsInterval = TimeSpan.FromSeconds(0.5);

    private (int Epochs, bool Ended) _weightsOf;
    private long _weightsAt;

    public Run? Run { get; private set; }

    public RunId? Previous { get; private set; }

    /// <summary>There is no run any more, since the teacher has deleted it.</summary>
    public bool DeletedByTeacher { get; private set; }

    /// <summary>Of softmax regression, [classes][784]: after the first epoch, then as it goes on. Null for another network.</summary>
    public float[][]? Weights { get; private set; }

    /// <summary>What <see cref="Weights"/> are for, by label.</summary>
    public IReadOnlyList<string> ClassNames { get; private set; } = [];

    /// <summary>The run's network as it is now, read anew; null: there is none yet.</summary>
    public TrainedModel? Model() => Run is null ? null : runs.Model(learner, Run.Id);

    /// <summary>Brings everything up to date with a run, another one than before included.</summary>
    /// <param name="id">Null: no run.</param>
    /// <param name="previous">The one before it, for the pale curve behind it.</param>
    public void Refresh(RunId? id, RunId? previous = null)
    {
        Previous = previous;
        if (id != Run?.Id) (Weights, _weightsOf) = (null, default);
        Run = id is { } known ? runs.Find(learner, known) : null;
        DeletedByTeacher = Run is null && id is { } gone && runs.DeletedByTeacher(learner).Any(run => run.Id == gone);
        if (Run is not null) RefreshWeights(Run);
    }

    private void RefreshWeights(Run run)
    {
        if (run.Options.Model is not SoftmaxRegressionSpec || run.StepsPerEpoch == 0 || run.Step < run.StepsPerEpoch) return;
        var now = (run.Step / run.StepsPerEpoch, run.Ended);
        if (now == _weightsOf) return;
        if (Weights is not null && !run.Ended && time.GetElapsedTime(_weightsAt) < WeightsInterval) return;
        (_weightsOf, _weightsAt) = (now, time.GetTimestamp());
        if (runs.Model(learner, run.Id) is { } model) (Weights, ClassNames) = (WeightImages.Of(model), model.ClassNames);
    }
}
