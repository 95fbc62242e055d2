using System.Globalization;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Hands;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Inspection;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Bench;

/// <summary>What one lesson reaches, from start to end.</summary>
internal static class AccuracyBench
{
    public static void Run(string lesson, TrainingOptions options, ImageDataset mnist, int seeds)
    {
        Console.WriteLine($"\n## {lesson}: {options.Epochs} epochs, {mnist.Train.Count} images");
        var placed = Placed(mnist.Test);
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
            var model = trainer.Snapshot();
            var result = Evaluator.Evaluate(model, mnist, options.Device);
            using var inspector = new Inspector(model);
            var drawings = FormattableString.Invariant($", drawn hands {Share(inspector, DrawnHands.Test):0.0000}")
                + FormattableString.Invariant($", MNIST's put onto the pad {Share(inspector, placed):0.0000}")
                + FormattableString.Invariant($", traced and drawn {Share(inspector, TracedHands.Of(mnist.Test)):0.0000}");
            var rawPixels = FormattableString.Invariant($", pixels 0..255 {result.AccuracyRawPixels:0.0000}");
            var accuracy = FormattableString.Invariant($"accuracy {result.Accuracy:0.0000}{heldOut}{rawPixels}{drawings}");
            Console.WriteLine(FormattableString.Invariant(
                $"seed {seed}: loss {string.Join(" / ", losses)}, {accuracy}, {seconds:0.0} s of processor time"));
        }
    }

    private static double Share(Inspector inspector, ImageSplit images) =>
        inspector.Answers(images).Where((answer, index) => answer == images.Label(index)).Count() / (double)images.Count;

    /// <summary>
    /// The first 2,000 digits, three to nine times as large, anywhere on a pad of 280 x 280 pixels, and prepared as drawings are.
    /// </summary>
    private static ImageSplit Placed(ImageSplit test)
    {
        const int Pad = 280;
        var (random, count) = (new Random(1), Math.Min(2000, test.Count));
        var pixels = new List<byte>();
        for (var index = 0; index < count; index++)
        {
            var digit = test.Pixels(index);
            var size = random.Next(3, 10);
            var (left, top) = (random.Next(Pad - ImageSplit.Width * size), random.Next(Pad - ImageSplit.Height * size));
            var pad = new byte[Pad * Pad];
            for (var y = 0; y < ImageSplit.Height * size; y++)
                for (var x = 0; x < ImageSplit.Width * size; x++)
                    pad[(top + y) * Pad + left + x] = digit[y / size * ImageSplit.Width + x / size];
            pixels.AddRange(DigitImage.Normalize(pad, Pad, Pad));
        }
        return new(pixels.ToArray(), test.AllLabels[..count].ToArray(), 10);
    }
}
