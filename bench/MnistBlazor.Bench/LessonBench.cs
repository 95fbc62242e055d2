using System.Diagnostics;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Inspection;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Bench;

/// <summary>What one lesson costs.</summary>
internal sealed class LessonBench(string lesson, TrainingOptions options, ImageDataset mnist, string mnistFolder)
{
    /// <summary>
    /// Ours, PyTorch's and the article's epochs in turns, in seconds of processor time, so that whatever else the machine does falls
    /// on all of them or on none. The first of each is not counted.
    /// </summary>
    public void Run(int epochs)
    {
        Console.WriteLine($"\n## {lesson}");
        using var trainer = new Trainer(options with { Epochs = epochs + 1 }, mnist);
        using var resident = PyTorchEpochs.Start("resident", lesson, mnistFolder, options, mnist);
        using var article = PyTorchEpochs.Start("article", lesson, mnistFolder, options, mnist);
        List<double> ours = [], residents = [], articles = [];
        for (var epoch = 0; epoch <= epochs; epoch++)
        {
            var (own, theirs, articleOwn) = (TrainEpoch(trainer), resident?.TrainEpoch().Processor, article?.TrainEpoch().Processor);
            if (epoch == 0) continue;
            ours.Add(own);
            if (theirs is not null) residents.Add(theirs.Value);
            if (articleOwn is not null) articles.Add(articleOwn.Value);
        }
        Console.WriteLine(
            $"epoch, MnistBlazor                  {ours.Min(),8:0.000} s   (fastest of {epochs}; median {Median(ours):0.000} s)");
        Compare("epoch, PyTorch, resident tensors   ", residents, ours);
        Compare("epoch, PyTorch, the article's loop ", articles, ours);

        var model = trainer.Snapshot();
        var evaluation = Seconds(() => Evaluator.Evaluate(model, mnist, options.Device));
        Console.WriteLine($"evaluation, 2 x {mnist.Test.Count} images      {evaluation,8:0.000} s");
        var kilobytes = trainer.Save().Bytes.Length / 1024.0;
        var saving = Median(Repeat(20, () => Seconds(() => trainer.Save())));
        Console.WriteLine($"checkpoint, {kilobytes,8:0} KB            {saving * 1000,8:0.00} ms");
        using var predictor = new Predictor(model);
        var pixels = mnist.Test.Pixels(0).ToArray();
        Repeat(100, () => Seconds(() => predictor.Predict(pixels)));
        var predictions = Repeat(1000, () => Seconds(() => predictor.Predict(pixels)));
        Console.WriteLine(
            $"prediction, one image               {Median(predictions) * 1000,8:0.000} ms  "
                + $"(99 of 100 within {predictions[^10] * 1000:0.000} ms)");
        Inspect(model, pixels);

        // Work for single images would grow with the batch; managed memory shows that there is none.
        Console.WriteLine(
            $"managed memory a step               {BytesPerStep(100),8} bytes with 100 images a batch, {BytesPerStep(10_000)} with 10,000");
    }

    private void Inspect(TrainedModel model, byte[] pixels)
    {
        using var inspector = new Inspector(model);
        Repeat(20, () => Seconds(() => inspector.Inspect(pixels)));
        var inside = Median(Repeat(100, () => Seconds(() => inspector.Inspect(pixels))));
        Console.WriteLine($"inside, one image                   {inside * 1000,8:0.000} ms");
        var first = Seconds(() => inspector.Nearest(pixels, mnist.Train));
        var next = Median(Repeat(20, () => Seconds(() => inspector.Nearest(pixels, mnist.Train))));
        var compared = inspector.ComparedImages(mnist.Train);
        Console.WriteLine($"nearest of {compared} images, first time  {first * 1000,8:0.0} ms   (then {next * 1000:0.00} ms)");
        var edit = inspector.Edit(pixels);
        var editing = Median(Repeat(10, () => Seconds(() => inspector.Edit(pixels))));
        var flips = edit.Flips ? "flips" : "does not flip";
        Console.WriteLine($"edit of {edit.Count,2} pixels                   {editing * 1000,8:0.0} ms   ({flips})");
    }

    private long BytesPerStep(int batchSize)
    {
        var most = mnist.Train.Count - options.ValidationCount;
        using var trainer = new Trainer(options with { BatchSize = Math.Min(batchSize, most), Epochs = 100 }, mnist);
        trainer.TrainBatch();
        trainer.TrainBatch();
        var before = GC.GetAllocatedBytesForCurrentThread();
        trainer.TrainBatch();
        trainer.TrainBatch();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 2;
    }

    private static double TrainEpoch(Trainer trainer)
    {
        var before = Environment.CpuUsage.TotalTime;
        do trainer.TrainBatch();
        while (!trainer.EpochJustEnded);
        trainer.ReadEpochLoss();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static void Compare(string what, List<double> theirs, List<double> ours)
    {
        if (theirs.Count == 0)
            Console.WriteLine(
                $"{what} {"-",8}     (not here: it needs python3-torch, the article's loop torchvision too, and that knows no cnn)");
        else
            Console.WriteLine($"{what} {theirs.Min(),8:0.000} s   (ours takes {ours.Min() / theirs.Min():0.00} of it)");
    }

    private static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static List<double> Repeat(int count, Func<double> measure) => [.. Enumerable.Range(0, count).Select(_ => measure()).Order()];

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
