using MnistBlazor.Lessons.Datasets;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Digits;

/// <summary>
/// Has a network learn its learner's hand: a new run, from a run's newest weights on, that learns every other drawing of the learner's test
/// set. The rest of them tests it. Thread-safe.
/// </summary>
public sealed class HandTuner
{
    /// <summary>Drawings that there have to be.</summary>
    public const int FewestDrawings = 10;

    /// <summary>As long with a sample of the data set as without.</summary>
    private const int ImagesPerEpoch = 1000, Drawn = 250, BatchSize = 50;

    private readonly OwnTestSets _sets;
    private readonly RunService _runs;
    private readonly RunForks _forks;

    internal HandTuner(OwnTestSets sets, RunService runs, RunForks forks) => (_sets, _runs, _forks) = (sets, runs, forks);

    /// <summary>The drawings that a network could learn: those of the classes that it knows.</summary>
    /// <param name="classNames">The network's, by label.</param>
    public static IReadOnlyList<OwnDrawing> Known(DrawingCollection set, IReadOnlyList<string> classNames) =>
        [.. OwnDrawing.Of(set).Where(drawing => classNames.Contains(drawing.ClassName))];

    /// <param name="mixes">Whether a sample of the data set is learned beside the drawings.</param>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="RunRefusedException">
    /// It has learned drawings already, there are fewer than <see cref="FewestDrawings"/>, the run has no weights yet, or a bound of runs
    /// is reached.
    /// </exception>
    public Task<Run> StartAsync(LearnerId learner, RunId id, bool mixes)
    {
        var before = _runs.Find(learner, id) ?? throw new RunNotFoundException(id);
        if (before.Options.FineTuning is not null) throw new RunRefusedException(new("hand.again"));
        if (_runs.Model(learner, id) is not { } model) throw new RunRefusedException(RunMessages.NoCheckpoint(before.Step));
        var known = Known(_sets.Get(learner), model.ClassNames);
        if (known.Count < FewestDrawings) throw new RunRefusedException(new("hand.too-few", $"{FewestDrawings}", $"{known.Count}"));
        var drawings = Learned(known, [.. model.ClassNames]);
        return _forks.FineTuneAsync(learner, id, Options(before.Options, drawings, mixes), drawings);
    }

    /// <summary>
    /// The options of such a run: the other run's, but for few and small steps in which the last layer comes first, then all.
    /// </summary>
    internal static TrainingOptions Options(TrainingOptions before, ImageSplit drawings, bool mixes)
    {
        var drawn = mixes ? Drawn : ImagesPerEpoch;
        var rate = before.Optimizer is { Kind: OptimizerKind.SGD, LearningRate: var usual }
            ? Math.Min(usual / 2, 0.05)
            : Math.Min(before.Optimizer.LearningRate / 3, 0.001);
        return before with
        {
            BatchSize = BatchSize,
            Epochs = 6,
            ValidationCount = 0,
            Schedule = LearningRateSchedule.Constant,
            Optimizer = before.Optimizer with { LearningRate = rate },
            FineTuning = new(FineTuning.Of(drawings), drawn, ImagesPerEpoch - drawn, HeadEpochs: 2),

            // Of the faults, only what is done to pixels goes on: the weights are for such pixels.
            Fault = before.Fault is TrainingFault.PixelsNotScaled or TrainingFault.PixelsShuffled ? before.Fault : null,
        };
    }

    /// <summary>Every other drawing, class by class: of each class about half.</summary>
    private static ImageSplit Learned(IReadOnlyList<OwnDrawing> known, string[] classNames)
    {
        var learned = known.Where((_, i) => i % 2 == 0).ToList();
        return new(
            learned.SelectMany(drawing => drawing.Pixels).ToArray(),
            learned.Select(drawing => (byte)Array.IndexOf(classNames, drawing.ClassName)).ToArray(),
            classNames.Length);
    }
}
