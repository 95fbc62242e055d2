using System.Text.Json;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using TorchSharp;
using static MnistBlazor.ML.Tests.Training.Curve;
using static TorchSharp.torch;

namespace MnistBlazor.ML.Tests.Training;

public class FaultTests
{
    private static readonly TrainingOptions Softmax = Options() with
    {
        Model = new SoftmaxRegressionSpec(),
        Optimizer = new(OptimizerKind.SGD, 0.1),
        ValidationCount = 1000,
        BatchSize = 100,
    };

    [Fact]
    public void A_run_without_a_fault_is_stored_as_before_there_were_any()
    {
        var json = JsonSerializer.Serialize(Softmax);

        Assert.DoesNotContain("ault", json);
        Assert.DoesNotContain("ZeroesGradients", json);
        Assert.Equal(Softmax, JsonSerializer.Deserialize<TrainingOptions>(json));
        var faulty = Softmax with { Fault = TrainingFault.LabelsShuffled, FaultIsSecret = true };
        Assert.Equal(faulty, JsonSerializer.Deserialize<TrainingOptions>(JsonSerializer.Serialize(faulty)));
    }

    [Fact]
    public async Task A_run_without_a_fault_trains_as_the_bare_loop_does_bit_for_bit()
    {
        var dataset = await DigitsAsync();
        using var trainer = new Trainer(Softmax, dataset);
        var losses = Train(trainer, step: 8);

        Assert.Equal(BareLoop(Softmax, dataset, steps: 8), losses);
    }

    [Fact]
    public async Task Without_zero_grad_the_gradients_add_up()
    {
        var dataset = await DigitsAsync();
        using var trainer = new Trainer(Softmax with { Fault = TrainingFault.NoZeroGrad }, dataset);

        Assert.Equal(BareLoop(Softmax, dataset, steps: 8, zeroes: false), Train(trainer, step: 8));
        Assert.NotEqual(BareLoop(Softmax, dataset, steps: 8), Train(trainer, step: 16)[..8]);
    }

    [Fact]
    public async Task Unscaled_pixels_are_255_times_as_large()
    {
        var dataset = await DigitsAsync();
        using var trainer = new Trainer(Softmax with { Fault = TrainingFault.PixelsNotScaled }, dataset);

        Assert.Equal(BareLoop(Softmax, dataset, steps: 8, pixels: images => images * 255), Train(trainer, step: 8));
    }

    [Fact]
    public async Task A_hundredfold_learning_rate_is_what_its_name_says()
    {
        var dataset = await DigitsAsync();
        using var faulty = new Trainer(Softmax with { Fault = TrainingFault.LargeRate }, dataset);
        using var large = new Trainer(Softmax with { Optimizer = new(OptimizerKind.SGD, 10) }, dataset);

        Assert.Equal(10, faulty.LearningRate, 1e-9);
        Assert.Equal(Train(large, step: 8), Train(faulty, step: 8));
    }

    [Fact]
    public async Task Shuffled_labels_are_the_same_labels_and_nothing_can_be_learnt_from_them()
    {
        var dataset = await DigitsAsync();
        var data = dataset.OnDevice("cpu").Train;
        var options = Softmax with { Fault = TrainingFault.LabelsShuffled };
        var mixed = Faults.Learnt(options, data).Labels;

        Assert.Equal(Numbers(data.Labels).Order(), Numbers(mixed).Order());
        Assert.Equal(Numbers(mixed), Numbers(Faults.Learnt(options, data).Labels));
        Assert.NotEqual(Numbers(mixed), Numbers(Faults.Learnt(options with { Seed = 99 }, data).Labels));
        var same = Numbers(mixed).Zip(Numbers(data.Labels)).Count(pair => pair.First == pair.Second);
        Assert.InRange(same, 1, (int)(0.2 * data.Labels.shape[0]));
        Assert.True(Accuracy(Softmax, dataset) > 0.6);
        Assert.True(Accuracy(options, dataset) < 0.3);
    }

    [Fact]
    public async Task Shuffled_pixels_lie_elsewhere_by_the_seed_alone()
    {
        var dataset = await DigitsAsync();
        var images = dataset.OnDevice("cpu").Train.Images.narrow(0, 0, 5);
        var options = Softmax with { Fault = TrainingFault.PixelsShuffled };
        var moved = Faults.Pixels(options, images);

        Assert.Equal(Reals(images[0]).Order(), Reals(moved[0]).Order());
        Assert.NotEqual(Reals(images), Reals(moved));
        Assert.Equal(Reals(moved), Reals(Faults.Pixels(options, images)));
        Assert.Equal(Reals(moved[3]), Reals(Faults.Pixels(options, images.narrow(0, 3, 1))));
        Assert.NotEqual(Reals(moved), Reals(Faults.Pixels(options with { Seed = 99 }, images)));
    }

    [Theory]
    [InlineData(TrainingFault.PixelsShuffled)]
    [InlineData(TrainingFault.PixelsNotScaled)]
    public async Task A_trained_network_sees_drawings_and_test_images_as_its_training_did(TrainingFault fault)
    {
        var dataset = await DigitsAsync();
        var options = Softmax with { Fault = fault, Epochs = 8 };
        using var trainer = new Trainer(options, dataset);
        Train(trainer);
        var restored = Checkpoint.Parse(trainer.Save().Bytes).ToModel();
        using var predictor = new Predictor(trainer.Snapshot());
        using var again = new Predictor(restored);

        var tested = Evaluator.Evaluate(restored, dataset, "cpu").Accuracy;
        var right = Enumerable.Range(0, dataset.Test.Count)
            .Count(i => Best(predictor.Predict(dataset.Test.Pixels(i))) == dataset.Test.Label(i));

        Assert.True(tested > 0.7, $"{tested}");
        Assert.Equal(tested, right / (double)dataset.Test.Count, 3);
        Assert.Equal(predictor.Predict(dataset.Test.Pixels(0)), again.Predict(dataset.Test.Pixels(0)));
        // Shown plain pictures, the same weights do not know them.
        if (fault == TrainingFault.PixelsShuffled)
            Assert.True(Evaluator.Evaluate(new(restored.Spec, restored.Weights), dataset, "cpu").Accuracy < 0.4);
    }

    [Fact]
    public async Task Softmax_does_not_mind_shuffled_pixels_and_convolution_does()
    {
        var dataset = await DigitsAsync();
        var convolution = Softmax with
        {
            Model = new ConvolutionalNetworkSpec([8, 16], HiddenUnits: 0),
            Optimizer = new(OptimizerKind.AdamW, 0.01),
            Epochs = 2,
        };

        var plain = Softmax with { Epochs = 4 };
        Assert.Equal(Accuracy(plain, dataset), Accuracy(plain with { Fault = TrainingFault.PixelsShuffled }, dataset), 0.06);
        Assert.True(Accuracy(convolution, dataset) > Accuracy(convolution with { Fault = TrainingFault.PixelsShuffled }, dataset) + 0.1);
    }

    [Fact]
    public async Task Dropout_in_the_test_changes_what_is_measured_and_not_what_is_learnt()
    {
        var dataset = await DigitsAsync();
        var options = Options(new MultilayerPerceptronSpec([new(64, Dropout: 0.8)])) with { ValidationCount = 1000, BatchSize = 100 };
        using var plain = new Trainer(options, dataset);
        using var faulty = new Trainer(options with { Fault = TrainingFault.DropoutInTest }, dataset);

        Assert.Equal(Train(plain), Train(faulty));
        Assert.Equal(plain.Snapshot().Weights, faulty.Snapshot().Weights);
        Assert.True(faulty.Validate()!.Accuracy < plain.Validate()!.Accuracy - 0.05);
        var measured = Evaluator.Evaluate(faulty.Snapshot(), dataset, "cpu");
        Assert.True(measured.Accuracy < Evaluator.Evaluate(plain.Snapshot(), dataset, "cpu").Accuracy - 0.05);
        Assert.Equal(measured.Accuracy, Evaluator.Evaluate(faulty.Snapshot(), dataset, "cpu").Accuracy);
    }

    [Fact]
    public async Task A_test_set_that_was_learnt_from_is_known_by_heart()
    {
        var dataset = await DigitsAsync();
        var options = Options(new MultilayerPerceptronSpec([new(64)]), new(OptimizerKind.Adam, 0.003)) with
        {
            ValidationCount = 1000,
            BatchSize = 100,
            Epochs = 15,
            Fault = TrainingFault.TestInTraining,
        };
        using var trainer = new Trainer(options, dataset);
        Train(trainer);

        Assert.Equal((dataset.Train.Count - 1000) / 100, trainer.StepsPerEpoch);
        Assert.InRange(Evaluator.Evaluate(trainer.Snapshot(), dataset, "cpu").Accuracy, 0.99, 1);
        Assert.InRange(trainer.Validate()!.Accuracy, 0.85, 0.96);
    }

    [Fact]
    public async Task A_faulty_run_goes_on_from_a_checkpoint_with_the_very_same_numbers()
    {
        var dataset = await DigitsAsync();
        foreach (var fault in Enum.GetValues<TrainingFault>().Where(fault => fault is not TrainingFault.Hidden))
        {
            var options = Softmax with { Fault = fault };
            using var whole = new Trainer(options, dataset);
            var expected = Train(whole);
            using var first = new Trainer(options, dataset);
            Train(first, step: whole.StepsPerEpoch);
            using var second = new Trainer(options, dataset, Checkpoint.Parse(first.Save().Bytes));

            Assert.Equal(expected[whole.StepsPerEpoch..], Train(second));
        }
    }

    [Fact]
    public async Task A_hidden_fault_cannot_be_trained_with()
    {
        var dataset = await DigitsAsync();
        Assert.Throws<ArgumentException>(() => new Trainer(Softmax with { Fault = TrainingFault.Hidden }, dataset));
        Assert.Equal(TrainingFault.Hidden, (Softmax with { Fault = TrainingFault.LargeRate, FaultIsSecret = true }).AsShown().Fault);
    }

    /// <summary>The losses of a plain loop over the pieces that a run is made of.</summary>
    private static double[] BareLoop(
        TrainingOptions options, ImageDataset dataset, int steps, bool zeroes = true, Func<Tensor, Tensor>? pixels = null)
    {
        using var scope = NewDisposeScope();
        using var weights = Seeds.Weights(options.Seed);
        using var noise = Seeds.Noise();
        using var model = Network.Create(options.Model, dataset.ClassNames.Count, weights, noise, CPU);
        using var optimizer = optim.SGD(model.parameters(), options.Optimizer.LearningRate);
        using var batches = new MiniBatches(dataset.OnDevice("cpu").Train, dataset.Train.Count - options.ValidationCount, options);
        batches.Shuffle(1);
        return [.. Enumerable.Range(0, steps).Select(step =>
        {
            var (images, labels) = batches.Take(step);
            var loss = nn.functional.cross_entropy(model.forward(pixels?.Invoke(images) ?? images), labels);
            if (zeroes) optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            return (double)loss.item<float>();
        })];
    }

    /// <summary>30 batches of 100 to an epoch, with as many images held out as there are to test.</summary>
    private static async Task<ImageDataset> DigitsAsync() => (await Mnist.LoadAsync()).Take(4000, 1000);

    private static double Accuracy(TrainingOptions options, ImageDataset dataset)
    {
        using var trainer = new Trainer(options, dataset);
        Train(trainer);
        return Evaluator.Evaluate(trainer.Snapshot(), dataset, "cpu").Accuracy;
    }

    private static int Best(float[] probabilities) => Array.IndexOf(probabilities, probabilities.Max());

    private static long[] Numbers(Tensor tensor) => tensor.data<long>().ToArray();

    private static float[] Reals(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
