using MnistBlazor.ML.Data;
using MnistBlazor.Notebook.Lessons;
using MnistBlazor.Notebook.Runs;

namespace MnistBlazor.Notebook.Sessions;

/// <summary>Finds a data set by its id. In earnest <see cref="DatasetStore.LoadAsync"/>; tests have a small one.</summary>
internal delegate Task<ImageDataset> DatasetSource(string id, IProgress<LoadProgress>? progress, CancellationToken cancellation);

/// <summary>Makes evaluators; all of them share one lane.</summary>
internal sealed class CellEvaluators(DatasetSource datasets, RunService runs, EvaluationLane lane)
{
    public ICellEvaluator For(LearnerId learner, Lesson lesson) => new CellEvaluator(learner, lesson, datasets, runs, lane);
}
