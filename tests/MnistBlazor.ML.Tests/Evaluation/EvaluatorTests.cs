using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Tests.Training;
using MnistBlazor.ML.Training;
using static MnistBlazor.ML.Tests.Training.Curve;

namespace MnistBlazor.ML.Tests.Evaluation;

public class EvaluatorTests
{
    [Fact]
    public async Task All_figures_agree_with_predictions_of_single_images()
    {
        var dataset = await SliceAsync();
        var model = Trained(dataset);
        using var predictor = new Predictor(model);

        var result = Evaluator.Evaluate(model, dataset, "cpu");

        var probabilities = Enumerable.Range(0, 200).Select(i => predictor.Predict(dataset.Test.Pixels(i))).ToList();
        var predictions = probabilities.Select(row => row.IndexOf(row.Max())).ToList();
        Assert.Equal(
            predictions.Where((prediction, i) => prediction == dataset.Test.Label(i)).Count() / 200.0,
            result.Accuracy, tolerance: 1e-6);
        Assert.Equal(probabilities.Select((row, i) => -Math.Log(row[dataset.Test.Label(i)])).Average(), result.Loss, tolerance: 1e-4);
        Assert.Equal(dataset.Test.CountPerClass(), result.Confusion.Select(row => row.Sum()));
        Assert.Equal(200 - result.Misclassified.Count, Enumerable.Range(0, 10).Sum(digit => result.Confusion[digit][digit]));
        Assert.All(result.Misclassified, wrong =>
        {
            Assert.Equal(dataset.Test.Label(wrong.Index), wrong.Label);
            Assert.Equal(predictions[wrong.Index], wrong.Prediction);
            Assert.Equal(probabilities[wrong.Index][wrong.Prediction], wrong.Probability, tolerance: 1e-5);
        });
        Assert.Equal(result.Misclassified.OrderByDescending(wrong => wrong.Probability), result.Misclassified);
        Assert.All(result.LeastSure, right =>
        {
            Assert.Equal((right.Label, right.Label), (predictions[right.Index], right.Prediction));
            Assert.Equal(
                probabilities[right.Index].Select(p => (int)Math.Round(1000.0 * p)), right.Thousandths!, (a, b) => Math.Abs(a - b) <= 1);
        });
        Assert.Equal(result.Confusion, Evaluator.Confusion(model, dataset, "cpu"));
        Assert.Equal(result.LeastSure.OrderBy(right => right.Label).ThenBy(right => right.Probability), result.LeastSure);
    }

    [Fact]
    public async Task Images_are_moved_by_whole_pixels_and_a_survey_leaves_no_tensor_behind()
    {
        var dataset = await SliceAsync();
        var model = Trained(dataset);
        using var predictor = new Predictor(model);
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        using (var survey = new ShiftSurvey(model, dataset, "cpu", 150))
        {
            var moved = survey.Row(-2)[ShiftSurvey.Reach + 5];

            Assert.Equal(150, survey.Count);
            Assert.Equal(survey.Examples.Select(Prediction), moved.Examples.Select(read => (int)read));
            Assert.Equal(Enumerable.Range(0, 150).Count(index => Prediction(index) == dataset.Test.Label(index)), moved.Right);
            using var stop = new CancellationTokenSource();
            stop.Cancel();
            Assert.Throws<OperationCanceledException>(() => survey.Row(0, stop.Token));
        }
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        int Prediction(int index)
        {
            var pixels = dataset.Test.Pixels(index);
            var image = new byte[784];
            for (var y = 0; y < 26; y++)
                for (var x = 5; x < 28; x++)
                    image[y * 28 + x] = pixels[(y + 2) * 28 + x - 5];
            var probabilities = predictor.Predict(image);
            return probabilities.IndexOf(probabilities.Max());
        }
    }

    [Fact]
    public async Task Progress_ends_at_1_and_evaluation_can_be_cancelled()
    {
        var dataset = (await Mnist.LoadAsync()).Take(530, 2500);
        var model = Trained(dataset);
        var seen = new List<double>();

        Evaluator.Evaluate(model, dataset, "cpu", progress: new Observer(seen.Add));
        Assert.Equal(Enumerable.Range(1, 20).Select(chunk => chunk / 20.0), seen);

        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => Evaluator.Evaluate(model, dataset, "cpu", stop.Token, new Observer(_ => stop.Cancel())));
    }

    [Fact]
    public async Task Evaluating_leaves_no_tensor_behind()
    {
        var dataset = await SliceAsync();
        var model = Trained(dataset);
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Evaluator.Evaluate(model, dataset, "cpu");
        UntrainedLoss.Of(Options(), dataset);

        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public async Task An_untrained_network_guesses()
    {
        var dataset = await SliceAsync();

        var untrained = UntrainedLoss.Of(Options(), dataset);

        Assert.InRange(untrained.Loss, 2.2, 2.5); // ln 10 = 2.303
        Assert.Equal(BatchPlan.Of(Options(), dataset).FirstIndices[0], untrained.ExampleIndex);
        Assert.Equal(dataset.Train.Label(untrained.ExampleIndex), untrained.ExampleLabel);
        Assert.Equal(1, untrained.ExampleProbabilities.Sum(), tolerance: 1e-5);
        Assert.Equal(-Math.Log(untrained.ExampleProbabilities[untrained.ExampleLabel]), untrained.ExampleLoss, tolerance: 1e-6);
        using var trainer = new Trainer(Options(), dataset);
        Assert.Equal(Train(trainer, step: 1)[0], untrained.Loss, tolerance: 1e-6); // the very batch that training begins with
    }

    [Fact]
    public async Task Weight_images_are_the_weights_of_each_class()
    {
        var dataset = await SliceAsync();
        var model = Trained(dataset);

        var images = WeightImages.Of(model);

        Assert.Equal(10, images.Length);
        Assert.All(images, image => Assert.Equal(784, image.Length));
        Assert.Throws<ArgumentException>(() => WeightImages.Of(new(WithDropout, model.Weights)));
    }

    [Fact]
    public async Task The_weights_of_every_layer_can_be_looked_at_unit_by_unit()
    {
        var model = Trained(await SliceAsync());

        var layers = LayerWeights.Of(model);

        Assert.Equal([("linear", 10, 784)], layers.Select(layer => (layer.Layer, layer.Units, layer.PerUnit)));
        Assert.Equal(WeightImages.Of(model)[3], layers[0].Of(3).ToArray());
        using var predictor = new Predictor(model);
        Assert.Equivalent(layers[0], predictor.FirstLayer(), strict: true);
        Assert.Throws<FormatException>(() => LayerWeights.Of(new(WithDropout, model.Weights)));
    }

    private static TrainedModel Trained(ImageDataset dataset)
    {
        using var trainer = new Trainer(Options(), dataset);
        Curve.Train(trainer);
        return trainer.Snapshot();
    }

    private sealed class Observer(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
