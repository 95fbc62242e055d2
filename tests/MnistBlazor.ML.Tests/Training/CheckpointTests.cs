using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.ML.Weights;
using static MnistBlazor.ML.Tests.Training.Curve;

namespace MnistBlazor.ML.Tests.Training;

/// <summary>A run that was interrupted goes on as if it had not been.</summary>
public class CheckpointTests
{
    [Theory]
    [InlineData(OptimizerKind.SGD, 0.05)]
    [InlineData(OptimizerKind.SGD, 0.05, 0.9)]
    [InlineData(OptimizerKind.RMSprop, 0.001, 0.5)]
    [InlineData(OptimizerKind.Adagrad, 0.01)]
    [InlineData(OptimizerKind.Adam, 0.003)]
    [InlineData(OptimizerKind.AdamW, 0.003)]
    public async Task Resumed_at_any_step_the_curve_is_the_same_bit_for_bit(OptimizerKind kind, double learningRate, double momentum = 0) =>
        await CheckResuming(Options(WithDropout, new(kind, learningRate, momentum, WeightDecay: 0.01)));

    [Fact]
    public async Task So_it_is_with_batch_norm_augmentation_and_a_learning_rate_that_changes() => await CheckResuming(Convolutional);

    [Fact]
    public async Task So_it_is_with_strides_and_a_batch_that_is_shifted() => await CheckResuming(Strided);

    private static async Task CheckResuming(TrainingOptions options)
    {
        var dataset = await SliceAsync();
        using var uninterrupted = new Trainer(options, dataset);
        var expected = Train(uninterrupted);

        foreach (var step in (int[])[0, 1, 4, 5, 6, 12, 15]) // within an epoch, at its end, after it, before and after everything
        {
            using var first = new Trainer(options, dataset);
            var losses = Train(first, step);
            var checkpoint = Checkpoint.Parse(first.Save().Bytes);
            using var resumed = new Trainer(options, dataset, checkpoint);

            Assert.Equal((step, first.Epoch, first.EpochJustEnded), (resumed.Step, resumed.Epoch, resumed.EpochJustEnded));
            if (step > 0) Assert.Equal((first.ReadLoss(), first.ReadEpochLoss()), (resumed.ReadLoss(), resumed.ReadEpochLoss()));
            Assert.Equal(first.LearningRate, resumed.LearningRate);
            losses.AddRange(Train(resumed));
            Assert.Equal(expected, losses);
            Assert.Equal(uninterrupted.ReadEpochLoss(), resumed.ReadEpochLoss());
            Assert.Equal(uninterrupted.Snapshot().Weights, resumed.Snapshot().Weights);
        }
    }

    [Fact]
    public async Task Saving_changes_nothing()
    {
        var dataset = await SliceAsync();
        using var quiet = new Trainer(Options(WithDropout), dataset);
        using var saving = new Trainer(Options(WithDropout), dataset);

        var losses = new List<double>();
        while (!saving.Finished)
        {
            saving.TrainBatch();
            losses.Add(saving.ReadLoss());
            saving.Save();
        }

        Assert.Equal(Train(quiet), losses);
    }

    [Fact]
    public async Task A_fork_goes_on_with_other_options()
    {
        var dataset = await SliceAsync();
        using var run = new Trainer(Options(WithDropout), dataset);
        Train(run, step: 5);

        var changed = Options(WithDropout, new(OptimizerKind.Adam, 0.01)) with { BatchSize = 265, Epochs = 4, Seed = 77 };
        using var fork = new Trainer(changed, dataset, run.Save());
        Assert.Equal(run.Snapshot().Weights, fork.Snapshot().Weights);
        var losses = Train(fork);

        Assert.Equal(5 + 3 * 2, fork.Step); // three more epochs, of two batches now
        Assert.Equal(4, fork.Epoch);
        Assert.Equal(6, losses.Count);
        Assert.True(losses[^1] < losses[0]);
    }

    [Fact]
    public async Task A_fork_that_does_not_go_with_the_checkpoint_is_refused()
    {
        var dataset = await SliceAsync();
        using var run = new Trainer(Options(WithDropout), dataset);
        Train(run, step: 7);
        var checkpoint = run.Save();

        Assert.Contains("another model", Assert.Throws<ArgumentException>(() => new Trainer(Options(), dataset, checkpoint)).Message);
        Assert.Contains("between epochs",
            Assert.Throws<ArgumentException>(() => new Trainer(Options(WithDropout) with { BatchSize = 50 }, dataset, checkpoint)).Message);
    }

    [Fact]
    public async Task A_checkpoint_is_a_safetensors_file_with_names_that_can_be_understood()
    {
        using var run = new Trainer(Options(new MultilayerPerceptronSpec([new(8)]), new(OptimizerKind.Adam, 0.01)), await SliceAsync());
        Train(run, step: 2);

        var file = SafeTensorsFile.Parse(run.Save().Bytes);

        Assert.Equal(
            ["loss.epoch_sum", "loss.last", "model.linear1.bias", "model.linear1.weight", "model.linear2.bias", "model.linear2.weight"],
            file.Tensors.Keys.Where(name => !name.StartsWith("optimizer.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal([8, 784], file.Tensors["optimizer.linear1.weight.exp_avg_sq"].Shape);
    }

    [Fact]
    public async Task What_is_no_checkpoint_or_damaged_is_refused()
    {
        var dataset = await SliceAsync();
        using var run = new Trainer(Options(), dataset);
        Train(run, step: 2);
        var intact = run.Save().Bytes;

        Assert.Throws<FormatException>(() => Checkpoint.Parse([]));
        Assert.Throws<FormatException>(() => Checkpoint.Parse(run.Snapshot().Weights));
        Assert.Throws<FormatException>(() => Checkpoint.Parse(intact[..^1]));
        Assert.Throws<FormatException>(() => new Trainer(Options(), dataset, Without(intact, "model.linear.bias")));
        Assert.Throws<FormatException>(() => new Trainer(Options(), dataset, Without(intact, "loss.last")));
        Assert.Throws<FormatException>(
            () => new Trainer(Options(), dataset, With(intact, "model.linear.bias", new("F32", [2], new byte[8]))));
        Assert.Throws<FormatException>(() => new Trainer(Options(), dataset, With(intact, "model.extra", new("F32", [2], new byte[8]))));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task One_bit_that_has_turned_over_is_noticed_wherever_it_is()
    {
        using var run = new Trainer(Options(new MultilayerPerceptronSpec([new(8)]), new(OptimizerKind.Adam, 0.01)), await SliceAsync());
        Train(run, step: 2);
        var intact = run.Save().Bytes;
        Checkpoint.Parse(intact);

        // Every bit of the header, which is text, and one of each 97th byte behind it.
        var header = 8 + BitConverter.ToInt32(intact);
        var bits = Enumerable.Range(0, 8 * header)
            .Concat(Enumerable.Range(0, (intact.Length - header) / 97).Select(place => 8 * (header + 97 * place) + place % 8));
        Assert.All(bits, bit =>
        {
            var damaged = intact.ToArray();
            damaged[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Throws<FormatException>(() => Checkpoint.Parse(damaged));
        });
    }

    [Fact]
    public async Task A_checkpoint_from_before_there_was_a_checksum_is_still_read()
    {
        var dataset = await SliceAsync();
        using var run = new Trainer(Options(WithDropout), dataset);
        Train(run, step: 7);
        var file = SafeTensorsFile.Parse(run.Save().Bytes);
        var metadata = file.Metadata.Where(text => text.Key != "sha256").ToDictionary();
        metadata["format"] = "mnistblazor-checkpoint-1";
        var tensors = file.Tensors.ToDictionary();
        tensors["generator.shuffling"] = new("U8", [4], new byte[4]); // the states that it kept are not looked at

        using var resumed = new Trainer(Options(WithDropout), dataset, Checkpoint.Parse(new SafeTensorsFile(tensors, metadata).ToBytes()));

        Assert.Equal(run.Snapshot().Weights, resumed.Snapshot().Weights);
        Assert.Equal(Train(run), Train(resumed));
    }

    private static Checkpoint Without(byte[] checkpoint, string name) => Changed(checkpoint, tensors => tensors.Remove(name));

    private static Checkpoint With(byte[] checkpoint, string name, TensorEntry entry) =>
        Changed(checkpoint, tensors => tensors[name] = entry);

    private static Checkpoint Changed(byte[] checkpoint, Action<Dictionary<string, TensorEntry>> change)
    {
        var file = SafeTensorsFile.Parse(checkpoint);
        var tensors = file.Tensors.ToDictionary();
        change(tensors);
        return Checkpoint.Parse(new SafeTensorsFile(tensors, file.Metadata).WithChecksum().ToBytes());
    }
}
