using System.Runtime.InteropServices;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.ML.Weights;
using static MnistBlazor.ML.Tests.Training.Curve;

namespace MnistBlazor.ML.Tests.Training;

/// <summary>Where two runs part: as two trainers show it, and, for lesson 1's network, as its formulas do.</summary>
public class PartingSurveyTests
{
    [Fact]
    public async Task Another_learning_rate_leaves_the_gradient_of_its_first_batch_and_changes_its_step()
    {
        var dataset = await SliceAsync();
        var (options, faster) = (Options(WithDropout), Options(WithDropout, new(OptimizerKind.SGD, 0.3)));
        var start = Saved(options, dataset, step: 7);

        var parting = Part(options, faster, dataset, start);

        Assert.Equal((7, 8, 9, 2), (parting.From, parting.Acts!.Step, parting.Parts!.Step, parting.Compared));
        Assert.True(parting.Acts is { SameWeights: true, SameGradient: true, SameLoss: true });
        Assert.Equal(3, parting.Acts.Layers.Count);
        Assert.All(parting.Acts.Layers, layer =>
        {
            Assert.Equal(layer.First.Gradient, layer.Second.Gradient);
            Assert.Equal(0.1 * layer.First.Gradient!.Value, layer.First.Step, 1e-5);
            Assert.Equal(3, layer.Second.Step / layer.First.Step, 1e-3);
            Assert.Equal(1, layer.Gradients!.Value, 1e-12);
            Assert.Equal(1, layer.Steps!.Value, 1e-4);
        });
        Assert.True(parting.Parts is { SameWeights: false, SameGradient: false, SameLoss: false });
        Assert.All(parting.Parts.Layers, layer => Assert.InRange(layer.Gradients!.Value, 0, 0.99999));

        // The two runs by themselves: the same weights before that batch, others after it.
        using var first = new Trainer(options, dataset, start);
        using var second = new Trainer(faster, dataset, start);
        Assert.Equal(first.Snapshot().Weights, second.Snapshot().Weights);
        first.TrainBatch();
        second.TrainBatch();
        Assert.Equal(first.ReadLoss(), second.ReadLoss());
        Assert.Equal(parting.Acts.FirstLoss, first.ReadLoss());
        Assert.Equal(first.ReadGradientNorms().Select(layer => layer.Layer), parting.Acts.Layers.Select(layer => layer.Name));
        Assert.All(first.ReadGradientNorms().Zip(parting.Acts.Layers), pair =>
            Assert.Equal(pair.First.Norm, pair.Second.First.Gradient!.Value, 1e-5));
        Assert.NotEqual(first.Snapshot().Weights, second.Snapshot().Weights);
        first.TrainBatch();
        second.TrainBatch();
        Assert.Equal((first.ReadLoss(), second.ReadLoss()), (parting.Parts.FirstLoss, parting.Parts.SecondLoss));
    }

    /// <summary>A batch of all the images, so that their order is nothing to the gradient: the mean of (p - y) x, in float64.</summary>
    [Fact]
    public async Task Gradients_and_steps_of_softmax_regression_are_those_of_its_formula()
    {
        var dataset = (await Mnist.LoadAsync()).Take(200, 100);
        var options = Options() with { BatchSize = 200 };
        var start = Saved(options, dataset, step: 1);

        var parting = Part(options, options with { Optimizer = new(OptimizerKind.SGD, 0.5) }, dataset, start);

        var (weights, biases) = (Read(start, "linear.weight"), Read(start, "linear.bias"));
        var (gradient, biasGradient, loss) = Formula(weights, biases, dataset.Train);
        var acts = Assert.Single(parting.Acts!.Layers);
        Assert.Equal(loss, parting.Acts.FirstLoss, 1e-5);
        Assert.Equal(Norm(gradient), acts.First.Gradient!.Value, 1e-5);
        Assert.Equal(0.1 * Norm(gradient), acts.First.Step, 1e-5);
        Assert.Equal(0.5 * Norm(gradient), acts.Second.Step, 1e-5);
        Assert.All(parting.Acts.FirstImages!.SelectMany(row => row).Zip(gradient), pair => Assert.Equal(pair.Second, pair.First, 1e-6));

        var (one, _, oneLoss) = Formula(Moved(weights, gradient, 0.1), Moved(biases, biasGradient, 0.1), dataset.Train);
        var (other, _, otherLoss) = Formula(Moved(weights, gradient, 0.5), Moved(biases, biasGradient, 0.5), dataset.Train);
        var parts = Assert.Single(parting.Parts!.Layers);
        Assert.Equal((oneLoss, otherLoss), (parting.Parts.FirstLoss, parting.Parts.SecondLoss), new Near(1e-5));
        Assert.Equal((Norm(one), Norm(other)), (parts.First.Gradient!.Value, parts.Second.Gradient!.Value), new Near(1e-5));
        Assert.Equal(one.Zip(other, (a, b) => a * b).Sum() / (Norm(one) * Norm(other)), parts.Gradients!.Value, 1e-5);
        Assert.InRange(parts.Gradients.Value, 0.5, 0.999);
        Assert.All(parting.Parts.SecondImages!.SelectMany(row => row).Zip(other), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Fact]
    public async Task Each_kind_of_change_acts_where_it_enters_the_batch()
    {
        var dataset = await SliceAsync();
        var plain = Options(new MultilayerPerceptronSpec([new(24)]));

        // On what goes through the network: the loss itself.
        foreach (var changed in (TrainingOptions[])
            [plain with { Model = new MultilayerPerceptronSpec([new(24, Dropout: 0.5)]) }, plain with { Augmentation = new(10, 2, 0.1) }])
        {
            var parting = Part(plain, changed, dataset);
            Assert.Same(parting.Acts, parting.Parts);
            Assert.True(parting.Parts is { Step: 1, SameWeights: true, SameGradient: false, SameLoss: false });
            Assert.All(parting.Parts.Layers, layer => Assert.InRange(layer.Gradients!.Value, -1, 0.9999));
        }

        // On the step alone. The first step with momentum is one without: there is nothing to go on with yet.
        var momentum = Part(plain, plain with { Optimizer = new(OptimizerKind.SGD, 0.1, Momentum: 0.9) }, dataset);
        Assert.Equal((2, 3), (momentum.Acts!.Step, momentum.Parts!.Step));
        Assert.True(momentum.Acts.SameGradient);
        Assert.True(momentum.Acts.Layers[0].Second.Step > momentum.Acts.Layers[0].First.Step);

        // On the gradient: the one before is still in it.
        var added = Part(plain, plain with { Fault = TrainingFault.NoZeroGrad }, dataset);
        Assert.Equal((2, 3), (added.Acts!.Step, added.Parts!.Step));
        Assert.True(added.Acts is { SameLoss: true, SameGradient: false, FirstImages: null });

        // On nothing: one of them only goes on for longer.
        Assert.Equal(new Parting(0, 15, null, null), Part(plain, plain with { Epochs = 5 }, dataset));
    }

    [Fact]
    public async Task Networks_that_learn_other_weights_are_not_compared()
    {
        var dataset = await SliceAsync();

        Assert.Throws<ArgumentException>(() => Part(Options(), Options(new MultilayerPerceptronSpec([new(24)])), dataset));
        Assert.Throws<ArgumentException>(() => Part(Options(), Options() with { BatchSize = 50 }, dataset));
        Assert.Throws<ArgumentException>(() => Part(Options(), Options() with { Epochs = 0 }, dataset));
    }

    private static Parting Part(TrainingOptions first, TrainingOptions second, ImageDataset dataset, Checkpoint? from = null)
    {
        using var survey = new PartingSurvey(first, second, dataset, from);
        while (!survey.Finished) survey.Next();
        Assert.Throws<InvalidOperationException>(survey.Next);
        return survey.Result();
    }

    private static Checkpoint Saved(TrainingOptions options, ImageDataset dataset, int step)
    {
        using var trainer = new Trainer(options, dataset);
        Train(trainer, step);
        return Checkpoint.Parse(trainer.Save().Bytes);
    }

    private static double[] Read(Checkpoint checkpoint, string name) =>
        [.. MemoryMarshal.Cast<byte, float>(SafeTensorsFile.Parse(checkpoint.Bytes).Tensors["model." + name].Data.Span).ToArray()
            .Select(value => (double)value)];

    private static double[] Moved(double[] weights, double[] gradient, double rate) =>
        [.. weights.Zip(gradient, (weight, slope) => weight - rate * slope)];

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));

    /// <returns>Gradients of weights [10 * 784] and biases [10], and the mean cross-entropy, over all images.</returns>
    private static (double[] Weights, double[] Biases, double Loss) Formula(double[] weights, double[] biases, ImageSplit images)
    {
        var (slopes, biasSlopes, loss) = (new double[weights.Length], new double[10], 0.0);
        for (var i = 0; i < images.Count; i++)
        {
            var pixels = images.Pixels(i).ToArray().Select(value => value / 255.0).ToArray();
            var powers = Enumerable.Range(0, 10)
                .Select(c => Math.Exp(biases[c] + pixels.Select((pixel, p) => pixel * weights[c * 784 + p]).Sum())).ToArray();
            for (var c = 0; c < 10; c++)
            {
                var wrong = (powers[c] / powers.Sum() - (images.Label(i) == c ? 1 : 0)) / images.Count;
                biasSlopes[c] += wrong;
                for (var p = 0; p < 784; p++) slopes[c * 784 + p] += wrong * pixels[p];
            }
            loss -= Math.Log(powers[images.Label(i)] / powers.Sum()) / images.Count;
        }
        return (slopes, biasSlopes, loss);
    }

    private sealed class Near(double tolerance) : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) one, (double, double) other) =>
            Math.Abs(one.Item1 - other.Item1) < tolerance && Math.Abs(one.Item2 - other.Item2) < tolerance;

        public int GetHashCode((double, double) pair) => 0;
    }
}
