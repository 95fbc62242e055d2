using System.Reflection;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs;

/// <summary>Makes new runs and has them handed out.</summary>
internal sealed class RunStarter(
    IRunDispatcher dispatcher, RunReader reader, RunRetention retention, RunsOptions options, TrainingLog log, TimeProvider time)
{
    private static readonly string CodeVersion =
        typeof(RunStarter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public Run New(LearnerId learner, string lesson, TrainingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Epochs, 1);
        return new Run
        {
            Id = RunId.New(),
            Owner = learner,
            Lesson = lesson,
            Options = options,
            Status = RunStatus.Queued,
            CreatedAt = time.GetUtcNow(),
            CodeVersion = CodeVersion,
            WatchKey = RunId.New().Value,
        };
    }

    /// <exception cref="RunRefusedException"/>
    public async Task<Run> StartAsync(NewRun run)
    {
        try
        {
            if (retention.IsFullOfStars(run.Run.Owner))
                throw new RunRefusedException(RunMessages.StarredFull(options.MaxStoredRunsPerLearner, options.MaxStoredBytesPerLearner));
            if (retention.Full(run.Run.Owner) is { } full) throw new RunRefusedException(full);
            return reader.View(await dispatcher.DispatchAsync(run));
        }
        catch (RunRefusedException refusal)
        {
            log.Refused(run.Run.Owner, run.Run.Lesson, refusal.Reason);
            throw;
        }
    }
}
