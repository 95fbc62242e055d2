using System.Diagnostics;
using MnistBlazor.ML;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Bench;

/// <summary>What threads bring to an operation, and what becomes of it beside other work: seconds an epoch by the clock.</summary>
internal static class ThreadBench
{
    private const int BusyThreads = 3;

    public static void Run(string lesson, TrainingOptions options, ImageDataset mnist, string mnistFolder, int epochs)
    {
        Console.WriteLine($"\n## {lesson}: seconds an epoch by the clock, median of {epochs}");
        Console.WriteLine($"                                        alone   beside {BusyThreads} busy threads");
        foreach (var threads in ((int[])[1, Environment.ProcessorCount]).Distinct())
        {
            TorchRuntime.UseThreads(threads);
            using var trainer = new Trainer(options with { Epochs = 2 * (epochs + 1) }, mnist);
            Print($"MnistBlazor, threads: {threads}", epochs, () => TrainEpoch(trainer));
        }
        TorchRuntime.UseThreads(1);
        using var pytorch = PyTorchEpochs.Start("resident", lesson, mnistFolder, options, mnist);
        if (pytorch is null) Console.WriteLine("PyTorch, threads: 1                     -   (not here: it needs python3-torch)");
        else Print("PyTorch, threads: 1", epochs, () => pytorch.TrainEpoch());
    }

    private static void Print(string what, int epochs, Action trainEpoch)
    {
        var alone = Median(epochs, trainEpoch);
        var done = false;
        var others = Enumerable.Range(0, BusyThreads).Select(_ => new Thread(() =>
        {
            while (!Volatile.Read(ref done)) Thread.SpinWait(1000);
        })).ToList();
        foreach (var other in others) other.Start();
        var busy = Median(epochs, trainEpoch);
        Volatile.Write(ref done, true);
        foreach (var other in others) other.Join();
        Console.WriteLine($"{what,-36} {alone,8:0.000} {busy,8:0.000}");
    }

    /// <summary>The first epoch is not counted.</summary>
    private static double Median(int epochs, Action trainEpoch)
    {
        trainEpoch();
        return Enumerable.Range(0, epochs).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            trainEpoch();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }).Order().ElementAt(epochs / 2);
    }

    private static void TrainEpoch(Trainer trainer)
    {
        do trainer.TrainBatch();
        while (!trainer.EpochJustEnded);
        trainer.ReadEpochLoss();
    }
}
