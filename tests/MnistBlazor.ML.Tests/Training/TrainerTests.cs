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

    [Fact]
    public async Task No_step_leaves_a_tensor_behind()
    {
        // Tests run side by side in one process: count only what this thread makes.
        var dataset = await SliceAsync();
        using var trainer = new Trainer(Options(WithDropout, new(OptimizerKind.Adam, 0.001)) with { Epochs = 40 }, dataset);
        Train(trainer, step: 20);
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Train(trainer, step: 200);
        trainer.Save();
        trainer.Snapshot();
        trainer.ReadGradientNorms();

        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public async Task A_learning_rate_that_is_far_too_large_shows_in_the_loss_and_breaks_nothing()
    {
        using var trainer = new Trainer(
            Options(WithDropout, new(OptimizerKind.SGD, 1e30)), await SliceAsync());

        Assert.Contains(Train(trainer), loss => !double.IsFinite(loss));
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
    [InlineData(531, 0.1, 3)]
    [InlineData(100, 0, 3)]
    [InlineData(100, double.NaN, 3)]
    [InlineData(100, double.PositiveInfinity, 3)]
    [InlineData(100, 0.1, 0)]
    public async Task Options_out_of_bounds_are_refused(int batchSize, double learningRate, int epochs)
    {
        var dataset = await SliceAsync();
        var options = Options(optimizer: new(OptimizerKind.SGD, learningRate)) with { BatchSize = batchSize, Epochs = epochs };

        Assert.ThrowsAny<ArgumentException>(() => new Trainer(options, dataset));
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
        batches.Shuffle();
        var (images, labels) = batches.Take(0);
        using (images)
        using (labels)
        {
            Assert.Equal(plan.FirstIndices.Select(dataset.Train.Label), labels.data<long>().Take(20).Select(label => (int)label));
            Assert.Equal(dataset.Train.Pixels(plan.FirstIndices[0]).ToArray().Select(pixel => pixel / 255f), images.data<float>().Take(784));
        }
    }
}
