using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MnistBlazor.Lessons.Operation;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>Looks after the open notebooks while the server runs, and saves them when it stops.</summary>
internal sealed partial class SessionHost(
    SessionRegistry sessions, SessionStore store, LessonsOptions options, LessonsMetrics metrics, TimeProvider time,
    ILogger<SessionHost> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.Observe("mnistblazor.notebooks.open", "{notebook}", "Notebooks in memory.", () => sessions.Count);
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await sessions.SaveAllAsync().WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                sessions.CloseIdle();
                await TrimAsync();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task TrimAsync()
    {
        try
        {
            await store.TrimAsync(options.MaxStoredNotebooks);
        }
        catch (Exception exception)
        {
            LogNotTrimmed(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Notebooks past the bound could not be removed from the store; this is tried again in a minute.")]
    private partial void LogNotTrimmed(Exception exception);
}
