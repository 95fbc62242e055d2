using System.Runtime.CompilerServices;

namespace MnistBlazor.ML.Tests;

internal static class OneThreadEach
{
    /// <summary>
    /// Tests run side by side on all cores already; operations that spread over all cores too would only wait for each other.
    /// </summary>
    [ModuleInitializer]
    internal static void Set() => TorchRuntime.UseThreads(1);
}
