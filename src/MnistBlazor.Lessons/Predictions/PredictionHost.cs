using Microsoft.Extensions.Hosting;
using MnistBlazor.Runs.Execution;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>
/// Starts the prediction lane with the host, and ends it. The workers do so with the welcome networks, which train on a thread of theirs;
/// where there is no device, those that others train are waited for.
/// </summary>
internal sealed class PredictionHost(PredictionLane lane, WelcomeModels welcome, TrainingBackend backend) : IHostedService
{
    public Task StartAsync(CancellationToken cancellation)
    {
        lane.Start();
        if (backend.Devices().Count == 0) _ = welcome.FollowAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellation) => Task.Run(lane.Dispose, CancellationToken.None);
}
