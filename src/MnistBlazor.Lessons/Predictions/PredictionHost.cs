using Microsoft.Extensions.Hosting;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>
/// Starts the prediction lane with the host, and ends it. The workers do so with the welcome networks, which train on a thread of theirs.
/// </summary>
internal sealed class PredictionHost(PredictionLane lane) : IHostedService
{
    public Task StartAsync(CancellationToken cancellation)
    {
        lane.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellation) => Task.Run(lane.Dispose, CancellationToken.None);
}
