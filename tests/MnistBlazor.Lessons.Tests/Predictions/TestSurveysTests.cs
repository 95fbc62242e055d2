using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Models;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Lessons.Tests.Predictions;

public sealed class TestSurveysTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Units_are_taken_away_and_labels_doubted_one_survey_at_a_time()
    {
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var surveys = notebook.Get<TestSurveys>();
        var options = TorchTraining.Options(epochs: 8);
        var perceptron = await notebook.Runs.StartAsync(Ada, "mlp", options);
        var softmax = await notebook.Runs.StartAsync(Ada, "softmax", options with { Model = new SoftmaxRegressionSpec() });
        await notebook.UntilLastEvent(perceptron);
        await notebook.UntilLastEvent(softmax);

        var shares = new List<double>();
        var (ablate, second) = (
            surveys.AblateAsync(Ada, perceptron.Id, new Shares(shares.Add), default),
            surveys.DoubtAsync(Ada, [perceptron.Id, softmax.Id], null, default));
        var (ablation, none) = ((await ablate)!, await second);

        Assert.Null(none);
        Assert.Equal(10_000, ablation.Tested.Sum());
        Assert.Equal(32, ablation.Without.Length);
        Assert.Contains(ablation.Without, unit => !unit.SequenceEqual(ablation.Right));
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);

        var doubts = (await surveys.DoubtAsync(Ada, [softmax.Id, perceptron.Id], null, default))!;
        Assert.Equal([softmax.Id, perceptron.Id], doubts.Runs);
        Assert.NotEmpty(doubts.Images);
        Assert.All(doubts.Images, doubt => Assert.Equal(2, doubt.Confidences.Length));
        Assert.Equal(KnownLabelErrors.Mnist, doubts.Known);

        using var stop = new CancellationTokenSource();
        var stopped = surveys.AblateAsync(Ada, perceptron.Id, new Shares(_ => stop.Cancel()), stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        Assert.NotNull(await surveys.AblateAsync(Ada, perceptron.Id, null, default));
    }

    [Fact]
    public async Task Only_a_learners_own_runs_are_surveyed_and_two_at_least_doubt()
    {
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var surveys = notebook.Get<TestSurveys>();
        var run = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options(epochs: 1));
        await notebook.UntilLastEvent(run);

        await Assert.ThrowsAsync<RunNotFoundException>(() => surveys.AblateAsync(Bert, run.Id, null, default));
        await Assert.ThrowsAsync<RunNotFoundException>(() => surveys.DoubtAsync(Bert, [run.Id, run.Id], null, default));
        await Assert.ThrowsAsync<ArgumentException>(() => surveys.DoubtAsync(Ada, [run.Id, run.Id], null, default));
        await Assert.ThrowsAsync<RunNotFoundException>(() => surveys.ShiftAsync(Bert, run.Id, 100, null, default));
    }

    [Fact]
    public async Task The_map_of_another_run_has_the_accuracy_of_images_where_they_are_and_can_be_cancelled()
    {
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var surveys = notebook.Get<TestSurveys>();
        var run = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options(epochs: 1));
        await notebook.UntilLastEvent(run);

        using var stop = new CancellationTokenSource();
        var stopped = surveys.ShiftAsync(Ada, run.Id, 200, new Shares(_ => stop.Cancel()), stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);

        var shares = new List<double>();
        var maps = (await surveys.ShiftAsync(Ada, run.Id, 200, new Shares(shares.Add), default))!;

        Assert.Equal(ShiftSurvey.Size, shares.Count);
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(ShiftSurvey.Size * ShiftSurvey.Size, maps.Shifts.Count);
        Assert.Equal(ShiftSurvey.Scales.Count, maps.Scales.Count);
        var test = (await notebook.Get<DatasetLibrary>().LoadAsync(Ada, "mnist")).Take(100, 200);
        var confusion = Evaluator.Confusion(notebook.Runs.Model(Ada, run.Id)!, test, "cpu", default);
        Assert.Equal(confusion.Select((row, label) => row[label]).Sum(), maps.Shifts[maps.Shifts.Count / 2].Right);
    }

    private sealed class Shares(Action<double> told) : IProgress<double>
    {
        public void Report(double value) => told(value);
    }
}
