using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using static MnistBlazor.ML.Tests.Training.Curve;

namespace MnistBlazor.ML.Tests.Training;

/// <summary>
/// What a run leaves behind when all of it is disposed, in bytes of libtorch's memory: TorchSharp's own counts of tensors drift by one
/// for each parameter of a disposed network.
/// </summary>
[Collection<Alone>] // the heap is the process's
public class LeakTests
{
    private const int WarmUpRounds = 15, Rounds = 41;

    /// <param name="allowedBytes">
    /// That a round may cost for good. TorchSharp itself loses some hundred bytes for each layer made, however large: 9.1 KB for the four
    /// perceptrons of a round, 14.0 KB for the four convolutional networks; measured again they differ by up to 0.6 KB. Any tensor of
    /// weights has 9 KB and more, but for the first kernels.
    /// </param>
    [Theory]
    [InlineData("mlp", 14_000)]
    [InlineData("cnn", 19_000)]
    public async Task Runs_that_come_and_go_leave_the_native_heap_as_it_was(string lesson, int allowedBytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only glibc says how many bytes of its heap are in use.");
        var dataset = (await Mnist.LoadAsync()).Take(130, 50);
        var options = lesson == "mlp" ? Perceptron : WiderConvolutional;
        for (var round = 0; round < WarmUpRounds; round++) ComeAndGo(options, dataset);
        Settle();

        List<long> left = [], lost = [];
        for (var round = 0; round < Rounds; round++)
        {
            var before = NativeHeap.BytesInUse();
            ComeAndGo(options, dataset);
            left.Add(NativeHeap.BytesInUse() - before);
            Settle();
            lost.Add(NativeHeap.BytesInUse() - before);
        }

        // Until the collector comes: 36 to 47 KB of handles for the perceptron, 140 KB for the convolutional network. A network or an
        // optimizer's memory that nobody disposes would add a megabyte and more.
        Assert.InRange(LowerThird(left), long.MinValue, 300_000);
        Assert.InRange(LowerThird(lost), long.MinValue, allowedBytes);
    }

    private static TrainingOptions Perceptron { get; } =
        Options(new MultilayerPerceptronSpec([new(128, Dropout: 0.3), new(256)]), new(OptimizerKind.Adam, 0.001)) with
        {
            ValidationCount = 30,
            BatchSize = 20,
        };

    private static TrainingOptions WiderConvolutional { get; } = Convolutional with
    {
        Model = new ConvolutionalNetworkSpec([8, 32], HiddenUnits: 256, Dropout: 0.2),
        ValidationCount = 30,
        BatchSize = 20,
    };

    /// <summary>All that can happen to a run: it is trained, judged and saved, taken up again, tested, and reads a drawing.</summary>
    private static void ComeAndGo(TrainingOptions options, ImageDataset dataset)
    {
        Checkpoint checkpoint;
        using (var trainer = new Trainer(options, dataset))
        {
            Train(trainer, step: 3);
            trainer.Validate();
            trainer.Snapshot();
            checkpoint = Checkpoint.Parse(trainer.Save().Bytes);
        }
        using var resumed = new Trainer(options, dataset, checkpoint);
        Train(resumed, step: 7);
        var model = resumed.Snapshot();
        Evaluator.Evaluate(model, dataset, "cpu");
        using var predictor = new Predictor(model);
        predictor.Predict(dataset.Test.Pixels(0));
    }

    /// <summary>Lets the collector and the finalizers take what nobody holds any more.</summary>
    private static void Settle()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    /// <summary>A leak is in every round. The runtime's own comings and goings, up to megabytes, are in every third at most.</summary>
    private static long LowerThird(List<long> bytes) => bytes.Order().ElementAt(bytes.Count / 3);
}
