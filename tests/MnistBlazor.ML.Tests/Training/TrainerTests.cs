using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using static MnistBlazor.ML.Tests.Training.Curve;

namespace MnistBlazor.ML.Tests.Training;

public class TrainerTests
{
    [Fact]
    public async Task Steps_and_epochs_are_counted_and_the_rest_of_the_images_is_left_out()
    {
        using var trainer = new Trainer(Options(), await SliceAsync());
        Assert.Equal((0, 0, 5, false), (trainer.Step, trainer.Epoch, trainer.StepsPerEpoch, trainer.Finished));

        var ends = new List<(int Step, int Epoch)>();
        while (!trainer.Finished)
        {
            trainer.TrainBatch();
            if (trainer.EpochJustEnded) ends.Add((trainer.Step, trainer.Epoch));
        }

        Assert.Equal([(5, 1), (10, 2), (15, 3)], ends);
        Assert.Throws<InvalidOperationException>(trainer.TrainBatch);
    }

    [Fact]
    public async Task The_loss_of_an_epoch_is_the_mean_of_its_batches()
    {
        using var trainer = new Trainer(Options(), await SliceAsync());

        var first = Train(trainer, step: 5);
        Assert.Equal(first.Average(), trainer.ReadEpochLoss(), tolerance: 1e-6);

        var second = Train(trainer, step: 10);
        Assert.Equal(second.Average(), trainer.ReadEpochLoss(), tolerance: 1e-6);
        Assert.True(second.Average() < first.Average());
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_curve_bit_for_bit()
    {
        var dataset = await SliceAsync();
        using var one = new Trainer(Options(WithDropout), dataset);
        using var two = new Trainer(Options(WithDropout), dataset);

        Assert.Equal(Train(one), Train(two));
        Assert.Equal(one.Snapshot().Weights, two.Snapshot().Weights);
    }

    [Fact]
    public async Task Two_runs_in_turns_do_not_shift_each_others_random_numbers()
    {
        var dataset = await SliceAsync();
        using var alone = new Trainer(Options(WithDropout), dataset);
        var expected = Train(alone);
        using var one = new Trainer(Options(WithDropout), dataset);
        using var other = new Trainer(Options(WithDropout) with { Seed = 99 }, dataset);

        var losses = new List<double>();
        while (!one.Finished)
        {
            one.TrainBatch();
            losses.Add(one.ReadLoss());
            other.TrainBatch();
        }

        Assert.Equal(expected, losses);
    }

    [Fact]
    public async Task Another_seed_gives_another_curve()
    {
        var dataset = await SliceAsync();
        using var one = new Trainer(Options(), dataset);
        using var two = new Trainer(Options() with { Seed = 6 }, dataset);

        Assert.NotEqual(Train(one), Train(two));
    }

    public static TheoryData<string> Lessons => ["softmax", "mlp", "cnn"];

    [Theory]
    [MemberData(nameof(Lessons))]
    public async Task No_step_leaves_a_tensor_behind(string lesson)
    {
        var dataset = await SliceAsync();
        using var trainer = new Trainer(Of(lesson) with { Epochs = 40 }, dataset);
        Train(trainer, step: 20);
        // Tests run side by side in one process: count only what this thread makes.
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Train(trainer, step: 200);
        trainer.Save();
        trainer.Snapshot();
        trainer.ReadGradientNorms();
        trainer.Validate();

        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public async Task A_step_does_nothing_for_single_images(string lesson)
    {
        var dataset = await SliceAsync();

        // Were there a loop over images, its garbage would grow with the batch.
        Assert.Equal(BytesOfAStep(batchSize: 10), BytesOfAStep(batchSize: 100));

        long BytesOfAStep(int batchSize)
        {
            using var trainer = new Trainer(Of(lesson) with { BatchSize = batchSize, Epochs = 100 }, dataset);
            trainer.TrainBatch();
            trainer.TrainBatch(); // the second step of an epoch, after which nothing is made for the first time
            var before = GC.GetAllocatedBytesForCurrentThread();
            trainer.TrainBatch();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public async Task The_images_held_out_are_judged_and_never_trained_with()
    {
        var dataset = await SliceAsync();
        using var trainer = new Trainer(Convolutional, dataset);
        Assert.Equal(5, trainer.StepsPerEpoch); // 430 images left to train with, 86 to a batch
        Train(trainer, step: 10);

        var validation = trainer.Validate()!;

        // The same figures by another way: the images held out as the test images of a data set.
        var heldOut = new ML.Data.ImageDataset("held-out", "test", dataset.ClassNames, dataset.Train,
            new(dataset.Train.AllPixels[(430 * 784)..].ToArray(), dataset.Train.AllLabels[430..].ToArray(), classes: 10));
        var expected = ML.Evaluation.Evaluator.Evaluate(trainer.Snapshot(), heldOut, "cpu");
        Assert.Equal(expected.Accuracy, validation.Accuracy, tolerance: 1e-6);
        Assert.Equal(expected.Loss, validation.Loss, tolerance: 1e-5);
        using var others = new Trainer(
            Convolutional, new("changed", "test", dataset.ClassNames, WithOtherPixelsFrom(dataset.Train, 430), dataset.Test));
        using var same = new Trainer(Convolutional, dataset);
        Assert.Equal(Train(same), Train(others));
    }

    [Fact]
    public async Task Judging_in_between_changes_nothing()
    {
        var dataset = await SliceAsync();
        using var quiet = new Trainer(Convolutional, dataset);
        using var judged = new Trainer(Convolutional, dataset);

        var losses = new List<double>();
        while (!judged.Finished)
        {
            judged.TrainBatch();
            losses.Add(judged.ReadLoss());
            judged.Validate();
        }

        Assert.Equal(Train(quiet), losses);
    }

    [Fact]
    public async Task One_cycle_raises_the_learning_rate_and_lowers_it_to_almost_nothing()
    {
        using var trainer = new Trainer(Convolutional, await SliceAsync());
        var rates = new List<double>();
        while (!trainer.Finished)
        {
            rates.Add(trainer.LearningRate);
            trainer.TrainBatch();
        }

        Assert.Equal(LearningRates.Of(Convolutional, steps: 15), rates);
        Assert.Equal(0.01 / 25, rates[0], tolerance: 1e-9);
        Assert.Equal(0.01, rates.Max(), tolerance: 0.001);
        Assert.InRange(rates.IndexOf(rates.Max()), 3, 5);
        Assert.InRange(rates[^1], 0, 1e-6);
        Assert.Equal(200, LearningRates.Of(Convolutional, steps: 100_000).Length);
        Assert.All(LearningRates.Of(Options(), steps: 15), rate => Assert.Equal(0.1, rate));
    }

    [Fact]
    public async Task A_snapshot_does_not_change_while_training_goes_on()
    {
        var dataset = await SliceAsync();
        using var trainer = new Trainer(Options(), dataset);
        Train(trainer, step: 3);
        var snapshot = trainer.Snapshot();
        using var before = new Predictor(snapshot);
        var expected = before.Predict(dataset.Test.Pixels(0));

        Train(trainer);

        using var after = new Predictor(snapshot);
        Assert.Equal(expected, after.Predict(dataset.Test.Pixels(0)));
    }

    [Fact]
    public async Task Sigmoid_makes_the_gradients_of_the_first_layer_vanish_where_ReLU_does_not()
    {
        double Ratio(Activation activation, ML.Data.ImageDataset dataset)
        {
            var layers = Enumerable.Repeat(new HiddenLayer(64, activation), 4).ToArray();
            using var trainer = new Trainer(Options(new MultilayerPerceptronSpec(layers)), dataset);
            Train(trainer, step: 1);
            var norms = trainer.ReadGradientNorms();
            Assert.Equal(["linear1", "linear2", "linear3", "linear4", "linear5"], norms.Select(norm => norm.Layer));
            return norms[0].Norm / norms[^1].Norm;
        }

        var dataset = await SliceAsync();
        Assert.True(Ratio(Activation.Sigmoid, dataset) < Ratio(Activation.ReLU, dataset) / 10);
    }

    [Theory]
    [InlineData(0, 0.1, 3)]
    [InlineData(100, 0, 3)]
    [InlineData(100, double.NaN, 3)]
    [InlineData(100, double.PositiveInfinity, 3)]
    [InlineData(100, 0.1, 0)]
    [InlineData(100, 0.1, int.MaxValue)]
    public async Task Options_out_of_bounds_are_refused(int batchSize, double learningRate, int epochs)
    {
        var dataset = await SliceAsync();
        var options = Options(optimizer: new(OptimizerKind.SGD, learningRate)) with { BatchSize = batchSize, Epochs = epochs };

        Assert.ThrowsAny<ArgumentException>(() => new Trainer(options, dataset));
    }

    [Theory]
    [InlineData(531, 0, "batch-size")]
    [InlineData(100, 530, "held-out")]
    [InlineData(331, 200, "batch-size")]
    public async Task A_data_set_too_small_for_the_options_is_named(int batchSize, int heldOut, string code)
    {
        var dataset = await SliceAsync();

        var error = Assert.Throws<DatasetException>(
            () => new Trainer(Options() with { BatchSize = batchSize, ValidationCount = heldOut }, dataset));

        Assert.Equal(code, error.Code);
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_refused()
    {
        var dataset = await SliceAsync();

        var error = Assert.Throws<ArgumentException>(() => new Trainer(Options() with { Device = "cuda:99" }, dataset));

        Assert.Contains("cuda:99", error.Message);
    }

    [Fact]
    public async Task The_plan_of_batches_shows_what_the_trainer_will_take_first()
    {
        var dataset = await SliceAsync();

        var plan = BatchPlan.Of(Options(), dataset);

        Assert.Equal((100, 5, 30, 20), (plan.BatchSize, plan.BatchCount, plan.LeftOver, plan.FirstIndices.Length));
        using var batches = new MiniBatches(dataset.OnDevice("cpu").Train, dataset.Train.Count, Options());
        batches.Shuffle(epoch: 1);
        var (images, labels) = batches.Take(0);
        using (images)
        using (labels)
        {
            Assert.Equal(plan.FirstIndices.Select(dataset.Train.Label), labels.data<long>().Take(20).Select(label => (int)label));
            Assert.Equal(
                dataset.Train.Pixels(plan.FirstIndices[0]).ToArray().Select(pixel => pixel / 255f),
                images.data<float>().Take(784));
        }
    }

    private static TrainingOptions Of(string lesson) => lesson switch
    {
        "softmax" => Options(),
        "mlp" => Options(WithDropout, new(OptimizerKind.Adam, 0.001)),
        "cnn" => Convolutional,
        _ => throw new ArgumentOutOfRangeException(nameof(lesson)),
    };

    private static ML.Data.ImageSplit WithOtherPixelsFrom(ML.Data.ImageSplit split, int index)
    {
        var pixels = split.AllPixels.ToArray();
        pixels.AsSpan(index * 784).Fill(128);
        return new(pixels, split.AllLabels.ToArray(), classes: 10);
    }
}
