using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Digits;

/// <summary>Finds a data set for a learner. In earnest <see cref="DatasetLibrary.LoadAsync"/>; tests have a small one.</summary>
internal delegate Task<ImageDataset> DatasetSource(LearnerId learner, string id, IProgress<LoadProgress>? progress, CancellationToken cancellation);

/// <summary>Makes evaluators; all of them share one lane.</summary>
internal sealed class CellEvaluators(DatasetSource datasets, RunService runs, EvaluationLane lane)
{
    public ICellEvaluator For(LearnerId learner, Lesson lesson) => new CellEvaluator(learner, lesson, datasets, runs, lane);
}
