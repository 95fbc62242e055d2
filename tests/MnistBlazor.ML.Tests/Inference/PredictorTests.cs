using System.Diagnostics;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.ML.Weights;
using static MnistBlazor.ML.Tests.Training.Curve;

namespace MnistBlazor.ML.Tests.Inference;

public class PredictorTests
{
    [Fact]
    public async Task Probabilities_add_up_to_1_and_dropout_does_not_disturb_them()
    {
        var dataset = await SliceAsync();
        using var trainer = new Trainer(Options(WithDropout), dataset);
        Train(trainer, step: 3);
        using var predictor = new Predictor(trainer.Snapshot());

        var probabilities = predictor.Predict(dataset.Test.Pixels(0));

        Assert.Equal(10, probabilities.Length);
        Assert.Equal(1, probabilities.Sum(), tolerance: 1e-5);
        Assert.Equal(probabilities, predictor.Predict(dataset.Test.Pixels(0)));
    }

    [Fact]
    public async Task Many_threads_can_ask_at_once_and_get_what_one_gets()
    {
        var dataset = await SliceAsync();
        using var trainer = new Trainer(Options(WithDropout), dataset);
        using var predictor = new Predictor(trainer.Snapshot());
        var expected = Enumerable.Range(0, 200).Select(i => predictor.Predict(dataset.Test.Pixels(i))).ToArray();

        var found = new float[200][];
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => found[i] = predictor.Predict(dataset.Test.Pixels(i)));

        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task A_prediction_of_the_articles_perceptron_takes_less_than_2_ms()
    {
        var dataset = await SliceAsync();
        using var trainer = new Trainer(Options(new MultilayerPerceptronSpec([new(256), new(256)])), dataset);
        using var predictor = new Predictor(trainer.Snapshot());
        var pixels = dataset.Test.Pixels(0).ToArray();
        for (var i = 0; i < 50; i++) predictor.Predict(pixels); // warm

        // The fastest of several rounds: other tests share the processor.
        var fastest = Enumerable.Range(0, 20).Min(_ =>
        {
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < 10; i++) predictor.Predict(pixels);
            return watch.Elapsed.TotalMilliseconds / 10;
        });

        Assert.InRange(fastest, 0, 2);
    }

    [Fact]
    public async Task Damaged_weights_and_wrong_sizes_are_refused()
    {
        var dataset = await SliceAsync();
        using var trainer = new Trainer(Options(), dataset);
        var model = trainer.Snapshot();

        Assert.Throws<FormatException>(() => new Predictor(new(model.Spec, [1, 2, 3])));
        Assert.Throws<FormatException>(() => new Predictor(new(WithDropout, model.Weights)));
        Assert.Throws<FormatException>(() => new Predictor(new(model.Spec, new SafeTensorsFile(
            new Dictionary<string, TensorEntry> { ["linear.bias"] = new("F32", [10], new byte[40]) }).ToBytes())));
        using var predictor = new Predictor(model);
        Assert.Throws<ArgumentException>(() => predictor.Predict(new byte[10]));
        predictor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => predictor.Predict(new byte[784]));
    }
}
