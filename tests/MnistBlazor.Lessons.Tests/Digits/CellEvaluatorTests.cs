using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Lessons.Tests.Notebook;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Lessons.Tests.Digits;

/// <summary>Every cell does what it says, with real tensors.</summary>
public sealed class CellEvaluatorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_all_fills_every_cell()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var session = server.OpenSoftmax();

        session.RunAll();
        var state = await session.UntilIdleAsync();

        Assert.True(state.Cells.All(cell => cell is { Status: CellStatus.Done, Validity: CellValidity.Evaluated }), state.Describe());
        Assert.Equal("cpu", state.Output<SetupOutput>(SetupCell.Name).Device);

        var data = state.Output<DataOutput>(DataCell.Name);
        Assert.Equal((600, 100, 600), (data.TrainCount, data.TestCount, data.TrainCountPerClass.Sum()));
        Assert.Equal(60, data.SampleIndices.Length);
        Assert.Equal(Enumerable.Range(0, 60).Select(place => place / 6), data.SampleIndices.Select(TorchTraining.Dataset.Train.Label));

        var batches = state.Output<BatchesOutput>(BatchesCell.Name);
        Assert.Equal((50, 12, 0, 20), (batches.BatchSize, batches.BatchCount, batches.LeftOver, batches.FirstBatch.Distinct().Count()));

        Assert.Equal(7850, state.Output<ModelOutput>(ModelCell.Name).ParameterCount);

        var loss = state.Output<LossOutput>(LossCell.Name);
        Assert.InRange(loss.UntrainedLoss, 2, 2.7);
        Assert.Equal(1, loss.ExampleProbabilities.Sum(), 1e-5);
        Assert.Equal(-Math.Log(loss.ExampleProbabilities[loss.ExampleLabel]), loss.ExampleLoss, 1e-5);
        Assert.Equal("linear", Assert.Single(loss.GradientNorms).Layer);

        var run = state.Output<TrainingOutput>(TrainingCell.Name).Run;
        var trained = await server.Until(server.Runs.Find(TestServer.Ada, run)!, found => found.Accuracy is not null);
        Assert.Equal((RunStatus.Completed, 48, "softmax"), (trained.Status, trained.Step, trained.Lesson));

        var evaluation = state.Output<EvaluationOutput>(EvaluationCell.Name);
        Assert.Equal(100, evaluation.Confusion.Sum(row => row.Sum()));
        Assert.Equal((1 - evaluation.Accuracy) * 100, evaluation.Misclassified.Length, 1e-3);
        Assert.Equal((10, 784), (evaluation.WeightImages!.Length, evaluation.WeightImages[0].Length));
        Assert.Equal(evaluation.Accuracy, trained.Accuracy);
        Assert.Equal(100, evaluation.Calibration!.Sum(bin => bin.Count));
        Assert.All(evaluation.LeastSure, image => Assert.Equal((image.Label, 10), (image.Prediction, image.Thousandths!.Length)));

        var shifts = state.Output<ShiftsOutput>(ShiftsCell.Name);
        Assert.Equal((100, 289, 20), (shifts.Count, shifts.Shifts.Right.Length, shifts.Examples.Length));
        Assert.Equal(evaluation.Accuracy * 100, shifts.Shifts.Right[144], 1e-3);
        Assert.Equal(shifts.Shifts.Right[144], shifts.Scales.Right[4]);

        Assert.Equal(run, state.Output<DrawOutput>(DrawCell.Name).Run);
    }

    [Fact]
    public async Task The_second_lesson_measures_the_gradient_of_every_layer_and_shows_no_weight_images()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var session = server.Get<SessionRegistry>().Open(TestServer.Ada, "mlp");
        session.SetParameter("hold-out", "100");
        session.SetParameter("batch-size", "50");
        session.SetParameter("epochs", "1");
        session.SetParameter("layers", "16-relu-0,16-relu-0,16-relu-0");
        session.RunAll();
        var relu = await session.UntilIdleAsync();
        session.SetParameter("layers", "16-sigmoid-0,16-sigmoid-0,16-sigmoid-0");
        session.Run(LossCell.Name);
        var sigmoid = await session.UntilIdleAsync();

        Assert.True(relu.Cells.All(cell => cell.Status == CellStatus.Done), relu.Describe());
        Assert.Null(relu.Output<EvaluationOutput>(EvaluationCell.Name).WeightImages);
        var withReLU = relu.Output<LossOutput>(LossCell.Name).GradientNorms;
        var withSigmoid = sigmoid.Output<LossOutput>(LossCell.Name).GradientNorms;
        Assert.Equal(["linear1", "linear2", "linear3", "linear4"], withReLU.Select(layer => layer.Layer));
        // The gradient vanishes on its way back to the pixels.
        Assert.True(withSigmoid[0].Norm < withReLU[0].Norm / 5, $"{withSigmoid[0].Norm} against {withReLU[0].Norm}");
    }

    [Fact]
    public async Task The_third_lesson_holds_images_out_and_shows_what_augmentation_makes_of_one()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var session = server.Get<SessionRegistry>().Open(TestServer.Ada, "cnn");
        foreach (var (id, text) in new[] { ("hold-out", "100"), ("batch-size", "50"), ("epochs", "1"), ("channels", "16-32") })
            Assert.Null(session.SetParameter(id, text));
        session.RunAll();
        var state = await session.UntilIdleAsync();

        Assert.True(state.Cells.All(cell => cell.Status == CellStatus.Done), state.Describe());
        Assert.Equal(100, state.Output<DataOutput>(DataCell.Name).HeldOut);
        var batches = state.Output<BatchesOutput>(BatchesCell.Name);
        Assert.Equal(10, batches.BatchCount);
        Assert.Equal(18, batches.Augmented.Distinct().Count(image => image.Length == 784));
        var events = await server.UntilLastEvent(server.Runs.Find(TestServer.Ada, state.Run!.Value)!);
        var epoch = Assert.Single(events.OfType<EpochTrained>());
        Assert.InRange(epoch.ValidationAccuracy!.Value, 0, 1);

        // A batch that is shifted by a pixel: the image as it is, and once at each of the eight other places.
        session.SetParameters(session.Lesson.Recipes.Single(recipe => recipe.Id == Recipe.Quick).Values(session.Lesson)
            .With("hold-out", "100").With("batch-size", "50"));
        session.Run(BatchesCell.Name);
        var shifted = (await session.UntilIdleAsync()).Output<BatchesOutput>(BatchesCell.Name);
        Assert.Equal((9, 9), (shifted.Augmented.Length, shifted.Augmented.Select(Convert.ToHexString).Distinct().Count()));
        Assert.Equal(TorchTraining.Dataset.Train.Pixels(shifted.FirstBatch[0]).ToArray(), shifted.Augmented[0]);
    }

    [Fact]
    public async Task Training_tells_its_progress_and_can_be_stopped_evaluated_and_run_again_from_the_same_seed()
    {
        NotebookSession? session = null;
        await using var server = await LiveNotebooks.StartAsync(_folder, step =>
        {
            if (step == 20) session!.Stop();
        });
        session = server.OpenSoftmax();
        session.SetParameter("epochs", "100");
        session.Run(TrainingCell.Name);
        var trains = await session.UntilAsync(now =>
            now.Cell(TrainingCell.Name).Progress?.Message.Code == "training.epoch" || !now.Busy);
        var stopped = await session.UntilIdleAsync();

        Assert.InRange(trains.Cell(TrainingCell.Name).Progress?.Fraction ?? 0, 0, 1);
        var training = stopped.Cell(TrainingCell.Name);
        Assert.Equal((CellStatus.Done, CellValidity.Aborted), (training.Status, training.Validity));
        var first = stopped.Run!.Value;
        Assert.Equal(RunStatus.Stopped, server.Runs.Find(TestServer.Ada, first)!.Status);

        session.Run(EvaluationCell.Name);
        var evaluated = await session.UntilIdleAsync();
        Assert.Equal(first, evaluated.Output<EvaluationOutput>(EvaluationCell.Name).Run);

        session.SetParameter("epochs", "2");
        session.Run(TrainingCell.Name);
        var again = await session.UntilAsync(now => now.Run != first && !now.Busy);
        Assert.Equal(first, again.PreviousRun);
        Assert.Equal((await LossesAsync(server, first)).Take(10), (await LossesAsync(server, again.Run!.Value)).Take(10));
        Assert.Equal(CellValidity.Stale, again.Cell(EvaluationCell.Name).Validity);
    }

    [Fact]
    public async Task Pause_and_step_hold_the_notebooks_training()
    {
        NotebookSession? session = null;
        await using var server = await LiveNotebooks.StartAsync(_folder, step =>
        {
            if (step != 5) return;
            // The run may be faster than the news of it.
            session!.UntilAsync(state => state.Run is not null).GetAwaiter().GetResult();
            session!.Pause();
        });
        session = server.OpenSoftmax();
        session.SetParameter("epochs", "100");
        session.Run(TrainingCell.Name);
        var paused = await session.UntilAsync(state => state.Cell(TrainingCell.Name).Status == CellStatus.Paused);
        var held = server.Runs.Find(TestServer.Ada, paused.Run!.Value)!.Step;

        session.StepBatch();
        var run = server.Runs.Find(TestServer.Ada, paused.Run.Value)!;
        var stepped = await server.Until(run, now => now.Step > held && now.Status == RunStatus.Paused);
        Assert.Equal(held + 1, stepped.Step);

        session.Resume();
        var ended = await session.UntilIdleAsync();
        Assert.Equal(CellValidity.Evaluated, ended.Cell(TrainingCell.Name).Validity);
    }

    [Fact]
    public async Task A_run_past_the_bounds_is_refused_and_the_cells_before_it_keep_their_results()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder, configure: options => options.MaxUnfinishedRunsPerLearner = 0);
        var session = server.OpenSoftmax();

        session.RunAll();
        var state = await session.UntilIdleAsync();

        var training = state.Cell(TrainingCell.Name);
        Assert.Equal((CellStatus.Failed, "run.refused.too-many"), (training.Status, training.Failure?.Code));
        Assert.Equal(5, state.Cells.Count(cell => cell.Status == CellStatus.Done));
        Assert.Equal(CellStatus.Ready, state.Cell(EvaluationCell.Name).Status);
    }

    [Fact]
    public async Task A_data_set_that_cannot_be_read_names_what_is_wrong_and_can_be_tried_again()
    {
        var broken = true;
        await using var server = await LiveNotebooks.StartAsync(_folder, load: _ => broken
            ? throw new DatasetException("idx-truncated", "train-images", "The file ends early.", ["60000", "59999"])
            : Task.CompletedTask);
        var session = server.OpenSoftmax();

        session.Run(BatchesCell.Name);
        var failed = await session.UntilIdleAsync();
        broken = false;
        session.Run(BatchesCell.Name);
        var mended = await session.UntilIdleAsync();

        Assert.Equal(new Message("dataset.idx-truncated", "train-images", "60000", "59999"), failed.Cell(DataCell.Name).Failure);
        Assert.Equal(CellStatus.Done, mended.Cell(BatchesCell.Name).Status);
    }

    [Fact]
    public async Task A_stopped_download_leaves_the_cell_as_if_it_had_not_been_run()
    {
        var loading = new TaskCompletionSource();
        await using var server = await LiveNotebooks.StartAsync(_folder, load: async cancellation =>
        {
            loading.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
        });
        var session = server.OpenSoftmax();
        session.RunAll();
        await loading.Task;

        session.Stop();
        var state = await session.UntilIdleAsync();

        var data = state.Cell(DataCell.Name);
        Assert.Equal((CellStatus.Ready, CellValidity.Aborted, null), (data.Status, data.Validity, data.Failure));
    }

    [Fact]
    public async Task Evaluating_a_run_that_was_deleted_says_to_train_again()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var session = server.OpenSoftmax();
        session.Run(TrainingCell.Name);
        var trained = await session.UntilIdleAsync();
        await server.Get<RunArchive>().Delete(TestServer.Ada, trained.Run!.Value);

        session.Run(EvaluationCell.Name);
        var state = await session.UntilIdleAsync();

        Assert.Equal("cell.run-gone", state.Cell(EvaluationCell.Name).Failure?.Code);
        session.Run(ShiftsCell.Name);
        state = await session.UntilIdleAsync();
        Assert.Equal("cell.run-gone", state.Cell(ShiftsCell.Name).Failure?.Code);
    }

    private static async Task<IEnumerable<double>> LossesAsync(TestServer server, RunId run)
    {
        var events = await server.UntilLastEvent(server.Runs.Find(TestServer.Ada, run)!);
        return events.OfType<BatchTrained>().Select(batch => batch.Loss);
    }
}
