using MnistBlazor.ML.Data;

namespace MnistBlazor.ML.Tests.Data;

/// <summary>Reports on the reporter's own thread, so that a test has seen all of them when the work is done.</summary>
internal sealed class SynchronousProgress(Action<LoadProgress> report) : IProgress<LoadProgress>
{
    public void Report(LoadProgress value) => report(value);
}
