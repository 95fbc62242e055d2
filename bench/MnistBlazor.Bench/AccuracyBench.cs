using System.Globalization;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Bench;

/// <summary>What one lesson reaches, from start to end.</summary>
internal static class AccuracyBench
{
    public static void Run(string lesson, TrainingOptions options, ImageDataset mnist, int seeds)
    {
        Console.WriteLine($"\n## {lesson}: {options.Epochs} epochs");
        for (var seed = 1; seed <= seeds; seed++)
        {
            var start = Environment.CpuUsage.TotalTime;
            using var trainer = new Trainer(options with { Seed = seed }, mnist);
            var losses = new List<string>();
            while (!trainer.Finished)
            {
                trainer.TrainBatch();
                if (trainer.EpochJustEnded && (trainer.Epoch is 1 or 2 || trainer.Epoch % 5 == 0 || trainer.Finished))
                    losses.Add(trainer.ReadEpochLoss().ToString("0.000", CultureInfo.InvariantCulture));
            }
            var seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
            var heldOut = trainer.Validate() is { } validation
                ? FormattableString.Invariant($", held out {validation.Accuracy:0.0000}")
                : "";
            var result = Evaluator.Evaluate(trainer.Snapshot(), mnist, options.Device);
            var rawPixels = FormattableString.Invariant($", pixels 0..255 {result.AccuracyRawPixels:0.0000}");
            var accuracy = FormattableString.Invariant($"accuracy {result.Accuracy:0.0000}{heldOut}{rawPixels}");
            Console.WriteLine(FormattableString.Invariant(
                $"seed {seed}: loss {string.Join(" / ", losses)}, {accuracy}, {seconds:0.0} s of processor time"));
        }
    }
}
