using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs;

/// <summary>Registers runs and their storage. Whatever works in the background starts with the host and stops with it.</summary>
public static class RunsServices
{
    public static IServiceCollection AddRuns(this IServiceCollection services, RunsOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<RunsMetrics>();
        AddStorage(services, options);
        services.AddSingleton<RunThroughput>();
        services.AddSingleton<RunSignals>();
        services.AddSingleton<TrainingLog>();
        services.AddSingleton<TrainingEnvironment>();
        services.AddSingleton<TrainingWorkers>();
        services.AddSingleton<LiveRuns>();
        services.AddSingleton<RunRecovery>();
        services.AddSingleton(provider => new RunsHealth(provider.GetRequiredService<StoreHealth>(), provider.GetRequiredService<TrainingWorkers>()));
        services.AddSingleton<RunRetention>();
        services.AddSingleton(provider => new RunService(
            provider.GetRequiredService<LiveRuns>(), provider.GetRequiredService<TrainingWorkers>(), provider.GetRequiredService<RunStore>(),
            provider.GetRequiredService<StoreWriter>(), provider.GetRequiredService<TrainingBackend>(), provider.GetRequiredService<RunRetention>(),
            provider.GetRequiredService<RunThroughput>(), provider.GetRequiredService<RunSignals>(), provider.GetRequiredService<RunsMetrics>(),
            provider.GetRequiredService<TrainingLog>(), provider.GetRequiredService<RunsOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RunArchive(
            provider.GetRequiredService<RunService>(), provider.GetRequiredService<LiveRuns>(), provider.GetRequiredService<RunSignals>(),
            provider.GetRequiredService<RunRetention>(), provider.GetRequiredService<RunsOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RunForks(
            provider.GetRequiredService<RunService>(), provider.GetRequiredService<RunStore>(), provider.GetRequiredService<CheckpointFiles>()));
        services.AddHostedService<RunHost>();
        return services;
    }

    private static void AddStorage(IServiceCollection services, RunsOptions options)
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
}
