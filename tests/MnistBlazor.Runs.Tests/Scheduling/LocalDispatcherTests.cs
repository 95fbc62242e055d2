using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Tests.Contracts;

namespace MnistBlazor.Runs.Tests.Scheduling;

/// <summary>The workers of this process keep the contract.</summary>
public sealed class LocalDispatcherTests : RunDispatcherContract
{
    private protected override Task<TestServer> StartAsync(Action<RunsOptions>? configure = null) =>
        TestServer.Start(Folder, Training.Backend, configure);
}
