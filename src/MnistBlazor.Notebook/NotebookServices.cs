using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MnistBlazor.ML.Data;
using MnistBlazor.Notebook.Datasets;
using MnistBlazor.Notebook.Reading;
using MnistBlazor.Notebook.Runs;
using MnistBlazor.Notebook.Sessions;
using MnistBlazor.Notebook.Storage;

namespace MnistBlazor.Notebook;

/// <summary>Registers runs, notebooks, reading and storage. Whatever works in the background starts with the host and stops with it.</summary>
public static class NotebookServices
{
    public static IServiceCollection AddNotebook(this IServiceCollection services, NotebookOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        AddDatasets(services, options);
        services.AddMetrics();
        services.AddSingleton<NotebookMetrics>();
        AddStorage(services, options);
        AddRuns(services);
        AddReading(services);
        services.AddHostedService<RunHost>();
        AddSessions(services);
        return services;
    }

    private static void AddDatasets(IServiceCollection services, NotebookOptions options)
    {
        services.AddSingleton(new DatasetStore(new DatasetOptions
        {
            Folder = options.DatasetFolder, DataDirectory = options.DataDirectory, Bounds = options.DatasetBounds,
        }));
        services.AddSingleton(provider => new OwnDatasets(
            options, provider.GetRequiredService<DatasetStore>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DatasetLibrary(
            provider.GetRequiredService<DatasetStore>(), provider.GetRequiredService<OwnDatasets>()));
    }

    private static void AddStorage(IServiceCollection services, NotebookOptions options)
    {
        services.AddSingleton(_ => new DataDirectory(options.DataDirectory));
        services.AddPooledDbContextFactory<MnistBlazorContext>((provider, context) => context
            .UseSqlite(provider.GetRequiredService<DataDirectory>().ConnectionString)
            .ConfigureWarnings(warnings => warnings.Log(
                (RelationalEventId.CommandExecuted, LogLevel.Debug), (RelationalEventId.AcquiringMigrationLock, LogLevel.Debug))));
        services.AddSingleton<CheckpointFiles>();
        services.AddSingleton<RunStore>();
        services.AddSingleton<StoreHealth>();
        services.AddSingleton<StoreWriter>();
    }

    private static void AddRuns(IServiceCollection services)
    {
        services.TryAddSingleton(provider => TrainingBackend.Torch((learner, id) => provider.GetRequiredService<DatasetLibrary>().LoadAsync(learner, id)));
        services.AddSingleton<RunPace>();
        services.AddSingleton<RunSignals>();
        services.AddSingleton<TrainingLog>();
        services.AddSingleton<TrainingEnvironment>();
        services.AddSingleton<TrainingWorkers>();
        services.AddSingleton<LiveRuns>();
        services.AddSingleton<RunRecovery>();
        services.AddSingleton(provider => new NotebookHealth(provider.GetRequiredService<StoreHealth>(), provider.GetRequiredService<TrainingWorkers>()));
        services.AddSingleton<RunRetention>();
        services.AddSingleton(provider => new RunService(
            provider.GetRequiredService<LiveRuns>(), provider.GetRequiredService<TrainingWorkers>(), provider.GetRequiredService<RunStore>(),
            provider.GetRequiredService<StoreWriter>(), provider.GetRequiredService<TrainingBackend>(), provider.GetRequiredService<RunRetention>(),
            provider.GetRequiredService<RunPace>(), provider.GetRequiredService<RunSignals>(), provider.GetRequiredService<NotebookMetrics>(),
            provider.GetRequiredService<TrainingLog>(), provider.GetRequiredService<NotebookOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RunArchive(
            provider.GetRequiredService<RunService>(), provider.GetRequiredService<LiveRuns>(), provider.GetRequiredService<RunSignals>(),
            provider.GetRequiredService<RunRetention>(), provider.GetRequiredService<NotebookOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RunForks(
            provider.GetRequiredService<RunService>(), provider.GetRequiredService<RunStore>(), provider.GetRequiredService<CheckpointFiles>()));
    }

    private static void AddSessions(IServiceCollection services)
    {
        services.TryAddSingleton<DatasetSource>(provider => provider.GetRequiredService<DatasetLibrary>().LoadAsync);
        services.AddSingleton<EvaluationLane>();
        services.AddSingleton<CellEvaluators>();
        services.AddSingleton(provider => new RunTester(
            provider.GetRequiredService<RunService>(), provider.GetRequiredService<DatasetSource>(), provider.GetRequiredService<EvaluationLane>()));
        services.AddSingleton<SessionStore>();
        services.AddSingleton(provider => new SessionRegistry(
            provider.GetRequiredService<SessionStore>(), provider.GetRequiredService<RunService>(), provider.GetRequiredService<CellEvaluators>(),
            provider.GetRequiredService<NotebookOptions>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        // After the runs' host: it stops before that one does, while the store can still be written.
        services.AddHostedService<SessionHost>();
    }

    private static void AddReading(IServiceCollection services)
    {
        services.AddSingleton<WelcomeModel>();
        services.AddSingleton<IBackgroundTraining>(provider => provider.GetRequiredService<WelcomeModel>());
        services.AddSingleton<ReadingLane>();
        services.AddSingleton(provider => new DigitReader(
            provider.GetRequiredService<RunService>(), provider.GetRequiredService<ReadingLane>(), provider.GetRequiredService<WelcomeModel>(),
            provider.GetRequiredService<NotebookOptions>()));
    }
}
