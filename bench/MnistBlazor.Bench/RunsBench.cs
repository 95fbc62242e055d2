using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Exports;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Bench;

/// <summary>
/// What the page of a learner's runs and its files cost when there are thousands: the best of five times, of which each is to stay under
/// 300 ms, but for the files, whose first bytes are to.
/// </summary>
internal static class RunsBench
{
    private const int Times = 5, BatchesBesideAnEpoch = 10;

    private static readonly LearnerId Learner = new(new string('0', 32));

    public static async Task Run(string lesson, TrainingOptions options, int runs)
    {
        var folder = Directory.CreateTempSubdirectory("mnistblazor-bench-");
        try
        {
            Console.WriteLine($"\n## {lesson}: {runs} runs of {options.Epochs} epochs by one learner");
            var services = new ServiceCollection().AddLogging();
            services.AddLessons(new LessonsOptions { DataDirectory = folder.FullName, MaxStoredRunsPerLearner = 100_000 });
            await using var app = services.BuildServiceProvider();
            app.GetRequiredService<RunStore>().Open();
            await StoreAsync(app.GetRequiredService<IDbContextFactory<MnistBlazorContext>>(), lesson, options, runs);
            await MeasureAsync(app.GetRequiredService<RunListing>(), app.GetRequiredService<RunArchive>());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(RunListing listing, RunArchive archive)
    {
        await SayAsync("the page, newest first", () =>
        {
            var ids = listing.Ids(Learner);
            listing.Read(Learner, ids.Take(50));
            listing.Lessons(Learner);
            archive.StorageOf(Learner);
            return Task.CompletedTask;
        });
        await SayAsync("all of them, to search and sort", () => Task.FromResult(listing.Read(Learner, listing.Ids(Learner))));
        await SayAsync("a refresh of the page", () => Task.FromResult(listing.Read(Learner, listing.Ids(Learner).Take(50))));
        foreach (var isJson in new[] { false, true })
        {
            var name = isJson ? "JSON" : "CSV";
            await SayAsync($"{name}, the first bytes", () => ExportAsync(isJson, new FirstBytes()));
            await SayAsync($"{name}, to its end", () => ExportAsync(isJson, Stream.Null));
        }

        async Task ExportAsync(bool isJson, Stream file)
        {
            try
            {
                var runs = listing.WithEpochs(Learner, ids: null, lastEpochOnly: !isJson);
                await (isJson
                    ? RunExport.WriteJsonAsync(file, LessonCatalog.All, runs)
                    : RunExport.WriteCsvAsync(file, LessonCatalog.All, runs));
            }
            catch (OperationCanceledException)
            {
                // They have come.
            }
        }
    }

    private static async Task SayAsync(string what, Func<Task> work)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < Times; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await work();
            var took = Stopwatch.GetElapsedTime(begun);
            if (took < best) best = took;
        }
        Console.WriteLine(FormattableString.Invariant($"{what,-34} {best.TotalMilliseconds,8:0.0} ms"));
    }

    private static async Task StoreAsync(IDbContextFactory<MnistBlazorContext> contexts, string lesson, TrainingOptions options, int runs)
    {
        foreach (var chunk in Enumerable.Range(0, runs).Chunk(500))
        {
            await using var context = await contexts.CreateDbContextAsync();
            foreach (var i in chunk)
            {
                var run = new Run
                {
                    Id = RunId.New(), Owner = Learner, Lesson = lesson, Options = options with { Seed = i }, Status = RunStatus.Completed,
                    CreatedAt = DateTimeOffset.UnixEpoch.AddMinutes(i), WatchKey = "key", Epoch = options.Epochs, Name = $"run {i}",
                };
                context.Add(run);
                context.Add(new CheckpointRow { RunId = run.Id, Step = 1, Epoch = options.Epochs, Bytes = 1000, At = run.CreatedAt });
                context.AddRange(Events(options.Epochs).Select((one, at) => new RunEventRow
                {
                    RunId = run.Id, Number = at + 1, Body = StoredJson.Write(one with { Number = at + 1 }),
                }));
            }
            await context.SaveChangesAsync();
        }
    }

    private static IEnumerable<RunEvent> Events(int epochs)
    {
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            for (var batch = 1; batch <= BatchesBesideAnEpoch; batch++) yield return new BatchTrained(epoch, batch, 0.5);
            yield return new EpochTrained(epoch, epoch * BatchesBesideAnEpoch, 0.5, 1);
        }
        yield return new RunEnded(RunStatus.Completed, null);
    }

    /// <summary>Ends whoever writes as soon as something has arrived.</summary>
    private sealed class FirstBytes : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellation = default) =>
            throw new OperationCanceledException();
    }
}
