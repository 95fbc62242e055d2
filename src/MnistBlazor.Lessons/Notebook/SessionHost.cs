using Microsoft.Extensions.Hosting;
using MnistBlazor.Lessons.Operation;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>Looks after the open notebooks while the server runs, and saves them when it stops.</summary>
internal sealed class SessionHost(SessionRegistry sessions, LessonsMetrics metrics, TimeProvider time) : BackgroundService
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
            do sessions.CloseIdle();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
        }
    }
}
