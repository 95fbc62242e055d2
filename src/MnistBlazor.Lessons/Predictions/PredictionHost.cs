using Microsoft.Extensions.Hosting;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>Starts the prediction lane and the welcome network with the host. The workers end the welcome network, which trains on their thread.</summary>
internal sealed class PredictionHost(PredictionLane lane, WelcomeModel welcome) : IHostedService
{
    public Task StartAsync(CancellationToken cancellation)
    {
        lane.Start();
        welcome.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellation) => Task.Run(lane.Dispose, CancellationToken.None);
}
