using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Signals;

namespace MnistBlazor.Bench;

/// <summary>
/// What one learner's runs of a lesson take on disk. They run on the real service and leave the real log and checkpoints, but train
/// with a hundredth of the images in batches of a hundredth of the size: as many steps an epoch, and the same network and
/// optimizer in a checkpoint, so that only time is saved.
/// </summary>
internal static class StoreBench
{
    private const int Fraction = 100;

    public static async Task Run(string lesson, TrainingOptions options, ImageDataset mnist, int runs)
    {
        var folder = Directory.CreateTempSubdirectory("mnistblazor-bench-");
        try
        {
            var settings = new LessonsOptions { DataDirectory = folder.FullName };
            Console.WriteLine(
                $"\n## {lesson}: {runs} runs of {options.Epochs} epochs by one learner, "
                    + $"whose newest {settings.RunsWithAllCheckpoints} keep all checkpoints, the older ones the last");
            var fewer = options with { BatchSize = options.BatchSize / Fraction, ValidationCount = options.ValidationCount / Fraction };
            await Train(lesson, fewer, mnist.Take(mnist.Train.Count / Fraction, mnist.Test.Count / Fraction), settings, runs);
            Measure(folder, runs);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task Train(string lesson, TrainingOptions options, ImageDataset mnist, LessonsOptions settings, int runs)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton(TrainingBackend.Torch((_, _) => Task.FromResult(mnist)));
        services.AddLessons(settings);
        await using var app = services.BuildServiceProvider();
        var hosted = app.GetServices<IHostedService>().ToList();
        foreach (var host in hosted) await host.StartAsync(CancellationToken.None);
        var (service, learner) = (app.GetRequiredService<RunService>(), new LearnerId(new string('0', 32)));
        for (var seed = 1; seed <= runs; seed++)
        {
            var run = await service.StartAsync(learner, lesson, options with { Seed = seed });
            using var subscription = new Subscription(TimeSpan.Zero);
            using var changes = service.Subscribe(run.Id, subscription);
            while (service.EventsAfter(run.Id, 0, int.MaxValue) is not [.., RunEnded]) await subscription.NextAsync(CancellationToken.None);
        }
        foreach (var host in Enumerable.Reverse(hosted)) await host.StopAsync(CancellationToken.None);
    }

    private static void Measure(DirectoryInfo folder, int runs)
    {
        var database = folder.EnumerateFiles("notebook.db*").Sum(file => file.Length);
        var checkpoints = folder.EnumerateFiles("*.checkpoint", SearchOption.AllDirectories).ToList();
        var fullest = checkpoints.GroupBy(file => file.DirectoryName).MaxBy(run => run.Count())!;
        var all = database + checkpoints.Sum(file => file.Length);
        Console.WriteLine($"database                            {Megabytes(database),8} MB  ({database / runs / 1024.0:0.0} KB a run)");
        Console.WriteLine(
            $"checkpoints, {checkpoints.Count,5} files           {Megabytes(checkpoints.Sum(file => file.Length)),8} MB  "
                + $"({Megabytes(checkpoints[0].Length)} MB each)");
        Console.WriteLine($"together                            {Megabytes(all),8} MB  ({Megabytes(all / runs)} MB a run)");
        Console.WriteLine(
            $"one run with all its checkpoints    {Megabytes(fullest.Sum(file => file.Length)),8} MB  ({fullest.Count()} of them)");
    }

    private static string Megabytes(long bytes) => FormattableString.Invariant($"{bytes / 1048576.0:0.00}");
}
