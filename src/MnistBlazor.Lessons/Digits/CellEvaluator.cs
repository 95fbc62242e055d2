using System.Diagnostics;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.ML;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Digits;

/// <summary>Evaluates one learner's cells of one lesson.</summary>
internal sealed class CellEvaluator(LearnerId learner, Lesson lesson, DatasetSource datasets, RunService runs, EvaluationLane lane)
    : ICellEvaluator
{
    private const int AugmentedSamples = 18;

    public async Task<CellResult> EvaluateAsync(StartEvaluation start, Action<NotebookOperation> report, CancellationToken stop)
    {
        // What the cell does not depend on stands at its default: its result is the same with any other.
        var options = lesson.Options(start.Values.Union(lesson.Defaults));
        var progress = new ThrottledProgress(progress => report(new EvaluationProgressed(start.Evaluation, progress)));
        switch (start.Cell)
        {
            case CellKind.Setup:
                return SetUp(options);

            case CellKind.Data:
                return CellResult.Completed(Describe(options, await LoadAsync(options, progress, stop)));

            case CellKind.Batches:
                var dataset = await LoadAsync(options, progress, stop);
                return CellResult.Completed(await lane.RunAsync(() => Plan(options, dataset), stop) with { Data = Labels(dataset) });

            case CellKind.Model:
                dataset = await LoadAsync(options, progress, stop);
                var summary = ModelSummary.Of(options.Model, dataset.ClassNames.Count);
                return CellResult.Completed(new ModelOutput([.. summary.Layers], summary.ParameterCount) { Data = Labels(dataset) });

            case CellKind.Loss:
                dataset = await LoadAsync(options, progress, stop);
                return CellResult.Completed(await lane.RunAsync(() => MeasureUntrained(options, dataset), stop) with { Data = Labels(dataset) });

            case CellKind.Training:
                var run = (await runs.StartAsync(learner, lesson.Id, options)).Id;
                report(new TrainingBegan(start.Evaluation, run));
                return await FollowAsync(new FollowRun(start.Evaluation, run), report, stop);

            case CellKind.Evaluation:
                return await TestAsync(options, start.Run!.Value, progress, stop);

            case CellKind.Draw:
                return Weights(start.Run!.Value) is null
                    ? CellResult.Failed(CellMessages.RunGone)
                    : CellResult.Completed(new DrawOutput(start.Run.Value));

            default:
                throw new ArgumentOutOfRangeException(nameof(start), start.Cell, "There is no such cell.");
        }
    }

    public Task<CellResult> FollowAsync(FollowRun follow, Action<NotebookOperation> report, CancellationToken stop) =>
        new RunFollower(learner, runs, follow, report).FollowAsync(stop);

    public Task PauseAsync(RunId run) => runs.PauseAsync(learner, run);

    public Task ResumeAsync(RunId run) => runs.ResumeAsync(learner, run);

    public Task StepAsync(RunId run, StepLength length) => runs.StepAsync(learner, run, length);

    private static CellResult SetUp(TrainingOptions options)
    {
        var torch = TorchRuntime.Info;
        return TorchRuntime.Devices.FirstOrDefault(device => device.Id == options.Device) is { } device
            ? CellResult.Completed(new SetupOutput(torch.Provider, torch.Version, device.Id, device.Name, torch.Threads))
            : CellResult.Failed(CellMessages.UnknownDevice(options.Device));
    }

    private async Task<ImageDataset> LoadAsync(TrainingOptions options, ThrottledProgress progress, CancellationToken stop) =>
        await Task.Run(() => datasets(learner, options.Dataset, progress, stop), stop);

    private static DatasetLabels Labels(ImageDataset dataset) => new(dataset.Id, [.. dataset.ClassNames]);

    private static DataOutput Describe(TrainingOptions options, ImageDataset dataset)
    {
        var samples = Enumerable.Range(0, dataset.Train.Count)
            .GroupBy(dataset.Train.Label)
            .OrderBy(group => group.Key)
            .SelectMany(group => group.Take(DataOutput.SamplesPerClass));
        return new DataOutput(
            dataset.Id, dataset.Source, dataset.Train.Count, dataset.Test.Count,
            dataset.Train.CountPerClass(), dataset.Test.CountPerClass(), [.. samples], [.. dataset.ClassNames])
        {
            HeldOut = options.ValidationCount,
        };
    }

    private static BatchesOutput Plan(TrainingOptions options, ImageDataset dataset)
    {
        var plan = BatchPlan.Of(options, dataset);
        return new BatchesOutput(plan.BatchSize, plan.BatchCount, plan.LeftOver, plan.FirstIndices)
        {
            Augmented = options.Augmentation is { } augmentation
                ? AugmentationPreview.Of(augmentation, dataset, plan.FirstIndices[0], AugmentedSamples, options.Seed)
                : [],
        };
    }

    private static LossOutput MeasureUntrained(TrainingOptions options, ImageDataset dataset)
    {
        var loss = UntrainedLoss.Of(options, dataset);
        using var trainer = new Trainer(options, dataset);
        trainer.TrainBatch();
        return new LossOutput(loss.Loss, loss.ExampleIndex, loss.ExampleLabel, loss.ExampleProbabilities, loss.ExampleLoss)
        {
            GradientNorms = [.. trainer.ReadGradientNorms().Select(layer => new LayerGradient(layer.Layer, layer.Norm))],
        };
    }

    private async Task<CellResult> TestAsync(TrainingOptions options, RunId run, ThrottledProgress progress, CancellationToken stop)
    {
        if (Weights(run) is not { } model) return CellResult.Failed(CellMessages.RunGone);
        var dataset = await LoadAsync(options, progress, stop);
        var result = await lane.RunAsync(() => Evaluator.Evaluate(model, dataset, options.Device, stop, progress), stop);
        runs.RecordAccuracy(learner, run, result.Accuracy);
        return CellResult.Completed(new EvaluationOutput(
            run, result.Accuracy, result.AccuracyRawPixels, result.Loss, result.Confusion,
            [.. result.Misclassified.Take(EvaluationOutput.MaxMisclassified)],
            model.Spec is SoftmaxRegressionSpec ? WeightImages.Of(model) : null) { Data = Labels(dataset) });
    }

    private TrainedModel? Weights(RunId run) => runs.Find(learner, run) is null ? null : runs.Model(learner, run);

    /// <summary>Passes on at most ten reports a second: each is drawn by every page that shows the notebook.</summary>
    private sealed class ThrottledProgress(Action<CellProgress> report) : IProgress<LoadProgress>, IProgress<double>
    {
        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

        private long _last;

        public void Report(LoadProgress load) => Report(() => new CellProgress(
            new Message("data." + load.Stage, load.File ?? "", $"{load.Bytes}", load.TotalBytes is { } total ? $"{total}" : ""),
            load.TotalBytes is > 0 ? Math.Min(1, (double)load.Bytes / load.TotalBytes.Value) : null));

        public void Report(double fraction) => Report(() => new CellProgress(new Message("evaluation.testing"), fraction));

        private void Report(Func<CellProgress> progress)
        {
            var now = Stopwatch.GetTimestamp();
            var last = Interlocked.Read(ref _last);
            if (last != 0 && Stopwatch.GetElapsedTime(last, now) < Interval) return;
            if (Interlocked.CompareExchange(ref _last, now, last) == last) report(progress());
        }
    }
}
