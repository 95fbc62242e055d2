using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.ML.Weights;
using static MnistBlazor.ML.Tests.Training.Curve;

namespace MnistBlazor.ML.Tests.Training;

/// <summary>A network learns a few drawings, beside a sample of the data set: the last layer first.</summary>
public sealed class FineTuningTests
{
    private static readonly ConvolutionalNetworkSpec WithMuchToChange = new([4], HiddenUnits: 16, BatchNorm: true, Dropout: 0.5);

    [Fact]
    public async Task In_the_first_epochs_nothing_but_the_last_layer_changes_by_a_bit_and_then_all_does()
    {
        var (dataset, start) = await StartAsync(WithMuchToChange);
        using var trainer = new Trainer(start.Options, dataset, start);
        var before = Tensors(start.ToModel());

        while (trainer.Epoch < 1 || !trainer.EpochJustEnded) trainer.TrainBatch();
        var head = Changed(before, trainer.Snapshot());
        while (!trainer.Finished) trainer.TrainBatch();
        var all = Changed(before, trainer.Snapshot());

        Assert.Equal(["output.bias", "output.weight"], head);
        Assert.Contains("conv1.weight", all);
        Assert.Equal(before.Count, all.Count);
    }

    [Fact]
    public async Task The_same_drawings_and_options_give_the_same_weights_resumed_or_not_and_another_seed_others()
    {
        var (dataset, start) = await StartAsync(WithMuchToChange);
        using var straight = new Trainer(start.Options, dataset, start);
        var curve = Train(straight);
        using var first = new Trainer(start.Options, dataset, Checkpoint.Parse(start.Bytes));
        for (var i = 0; i < 7; i++) first.TrainBatch(); // within the second epoch
        using var resumed = new Trainer(start.Options, dataset, Checkpoint.Parse(first.Save().Bytes));
        Train(resumed);
        var other = start.Options with { Seed = 8 };
        using var another = new Trainer(other, dataset, start);

        Assert.Equal(straight.Snapshot().Weights, resumed.Snapshot().Weights);
        Assert.NotEqual(curve, Train(another));
    }

    [Fact]
    public async Task Without_images_of_the_data_set_it_forgets_more_of_it_than_with_them()
    {
        var dataset = await SliceAsync();
        using var trained = new Trainer(Options() with { Epochs = 6 }, dataset);
        Train(trained);
        // Drawings that contradict the data set: whoever learns them alone reads little else.
        var drawings = new ImageSplit(dataset.Train.AllPixels[..(20 * 784)].ToArray(), new byte[20], 10);

        var with = Accuracy(new(FineTuning.Of(drawings), 100, 400, 0));
        var without = Accuracy(new(FineTuning.Of(drawings), 500, 0, 0));

        Assert.True(with > without + 0.2, $"{with} with, {without} without");

        double Accuracy(FineTuning tuning)
        {
            var options = Options() with { BatchSize = 50, Epochs = 4, FineTuning = tuning };
            using var tuned = new Trainer(options, dataset, Checkpoint.ForFineTuning(trained.Snapshot(), options, drawings));
            Train(tuned);
            return ML.Evaluation.Evaluator.Evaluate(tuned.Snapshot(), dataset, "cpu").Accuracy;
        }
    }

    [Fact]
    public async Task Other_drawings_than_the_options_name_and_options_past_their_bounds_are_refused()
    {
        var (dataset, start) = await StartAsync(WithMuchToChange);
        var tuning = start.Options.FineTuning!;

        Assert.Throws<FormatException>(() => new Trainer(start.Options, dataset));
        Assert.Throws<FormatException>(() => With(tuning with { Drawings = "00000000=1" }));
        Assert.Throws<ArgumentException>(() => With(tuning with { Drawn = 0 }));
        Assert.Throws<ArgumentException>(() => With(tuning with { Mixed = 10_001 }));
        Assert.Throws<ArgumentException>(() => With(tuning with { HeadEpochs = 9 }));
        Assert.True(tuning.Learns(dataset.Train.Pixels(3)));
        Assert.False(tuning.Learns(dataset.Train.Pixels(30)));

        Trainer With(FineTuning other) => new(start.Options with { FineTuning = other }, dataset, start);
    }

    [Fact]
    public void Options_without_drawings_are_written_as_before() =>
        Assert.DoesNotContain("FineTuning", System.Text.Json.JsonSerializer.Serialize(Options()), StringComparison.OrdinalIgnoreCase);

    private static async Task<(ImageDataset Dataset, Checkpoint Start)> StartAsync(ModelSpec model)
    {
        var dataset = await SliceAsync();
        var drawings = dataset.Train.Take(12);
        var options = new TrainingOptions
        {
            Model = model, Optimizer = new(OptimizerKind.AdamW, 0.01, WeightDecay: 0.01), BatchSize = 20, Epochs = 2, Seed = 7,
            FineTuning = new(FineTuning.Of(drawings), Drawn: 30, Mixed: 70, HeadEpochs: 1),
        };
        using var trained = new Trainer(options with { FineTuning = null, BatchSize = 100, Epochs = 1 }, dataset);
        return (dataset, Checkpoint.ForFineTuning(trained.Snapshot(), options, drawings));
    }

    private static List<string> Changed(Dictionary<string, byte[]> before, TrainedModel model) =>
        [.. Tensors(model).Where(tensor => !tensor.Value.AsSpan().SequenceEqual(before[tensor.Key])).Select(tensor => tensor.Key).Order()];

    private static Dictionary<string, byte[]> Tensors(TrainedModel model) =>
        SafeTensorsFile.Parse(model.Weights).Tensors.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.Data.ToArray());
}
