using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Tests.Contracts;

namespace MnistBlazor.Runs.Tests.Signals;

/// <summary>Signals within the process keep the contract.</summary>
public sealed class RunSignalsTests : RunSignalsContract, IDisposable
{
    private readonly ServiceProvider _services =
        new ServiceCollection().AddMetrics().AddSingleton<RunsMetrics>().AddSingleton<RunSignals>().BuildServiceProvider();

    protected override IRunSignals Signals => _services.GetRequiredService<RunSignals>();

    public void Dispose() => _services.Dispose();
}
