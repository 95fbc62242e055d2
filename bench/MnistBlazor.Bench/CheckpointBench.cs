using System.Diagnostics;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Bench;

/// <summary>
/// What keeping a checkpoint at the end of each epoch costs, against training the epoch: in processor time, so that the company of
/// other programs does not count.
/// </summary>
internal static class CheckpointBench
{
    public static void Run(string lesson, TrainingOptions options, ImageDataset mnist, int epochs)
    {
        Console.WriteLine($"\n## {lesson}: median of {epochs} epochs");
        var folder = Directory.CreateTempSubdirectory("mnistblazor-bench-");
        try
        {
            using var directory = new DataDirectory(folder.FullName);
            var blobs = new LocalBlobs(directory);
            using var trainer = new Trainer(options with { Epochs = epochs + 1 }, mnist);
            List<double> training = [], reading = [], saving = [], writing = [], waiting = [];
            var bytes = 0;
            for (var epoch = 0; epoch <= epochs; epoch++)
            {
                var (train, _) = Measure(() => TrainEpoch(trainer));
                var (read, _) = Measure(() => trainer.Snapshot());
                byte[] checkpoint = [];
                var (save, _) = Measure(() => checkpoint = trainer.Save().Bytes);
                var (write, wait) = Measure(() => blobs.Write($"{epoch:D8}.checkpoint", checkpoint));
                bytes = checkpoint.Length;
                if (epoch == 0) continue; // warms up
                training.Add(train);
                reading.Add(read);
                saving.Add(save);
                writing.Add(write);
                waiting.Add(wait);
            }
            var epochSeconds = Median(training);
            Console.WriteLine($"epoch                                 {epochSeconds * 1000,8:0.0} ms");
            Say("weights for readers, while training waits  ", reading);
            Say("checkpoint in memory, while training waits ", saving);
            Say("checkpoint to disk, on the store's thread  ", writing);
            Console.WriteLine($"    of {bytes / 1024.0:0} KB, in {Median(waiting) * 1000:0.0} ms by the clock");
            Say(
                "together                                   ",
                [.. reading.Zip(saving, writing).Select(costs => costs.First + costs.Second + costs.Third)]);

            void Say(string what, List<double> seconds) =>
                Console.WriteLine($"{what}{Median(seconds) * 1000,8:0.0} ms  {Median(seconds) / epochSeconds * 100,6:0.00} % of training");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void TrainEpoch(Trainer trainer)
    {
        do trainer.TrainBatch();
        while (!trainer.EpochJustEnded);
        trainer.ReadEpochLoss();
    }

    /// <returns>Seconds of processor time, and by the clock.</returns>
    private static (double Processor, double Clock) Measure(Action action)
    {
        var (processor, clock) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        action();
        return ((Environment.CpuUsage.TotalTime - processor).TotalSeconds, Stopwatch.GetElapsedTime(clock).TotalSeconds);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
