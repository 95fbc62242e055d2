using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Cells;

/// <summary>What one evaluation of a cell is given.</summary>
public sealed class CellContext
{
    public required LearnerId Learner { get; init; }

    public required Lesson Lesson { get; init; }

    /// <summary>
    /// Every parameter of the lesson. What the cell does not depend on stands at its default: its result is the same with any other.
    /// </summary>
    public required ParameterValues Values { get; init; }

    /// <summary>The run whose weights to use, where a cell that is required holds one.</summary>
    public required RunId? Run { get; init; }

    public required CellServices Services { get; init; }

    public required CellProgressReport Progress { get; init; }

    /// <summary>Takes the run that the cell has started for its result; ends when the run does, with how it ended.</summary>
    public required Func<RunId, Task<CellResult>> HoldRun { get; init; }

    /// <summary>Shows what there is of the result while more of it is to come.</summary>
    public required Action<CellOutput> Show { get; init; }

    /// <summary>The learner wants it to end.</summary>
    public required CancellationToken Stop { get; init; }
}

/// <summary>What cells work with.</summary>
public sealed record CellServices(DatasetSource Datasets, RunService Runs, RunArchive Archive, EvaluationLane Lane, LearnerFiles Files);

/// <summary>Finds a data set for a learner, from memory after the first time.</summary>
/// <exception cref="DatasetException">It is unknown, deleted or another learner's, or its files are missing or damaged.</exception>
public delegate Task<ImageDataset> DatasetSource(
    LearnerId learner, string id, IProgress<LoadProgress>? progress, CancellationToken cancellation);
