namespace MnistBlazor.ML;

/// <summary>A device that tensors can live on: <c>cpu</c>, <c>cuda:0</c>, …, and the name a person knows it by.</summary>
public sealed record ComputeDevice(string Id, string Name);

/// <summary>Which Torch runs, and how.</summary>
/// <param name="Provider"><c>TorchSharp 0.107</c>, or <c>libtorch (system)</c> where the feed lacks that package.</param>
/// <param name="Version">libtorch's version, as far as it can be told.</param>
/// <param name="Threads">Threads one operation may use.</param>
public sealed record TorchInfo(string Provider, string Version, int Threads, bool CudaAvailable);

/// <summary>The Torch library as the app sees it: version, devices, threads, tensors alive.</summary>
public static class TorchRuntime
{
    public static TorchInfo Info => throw new NotImplementedException();

    public static IReadOnlyList<ComputeDevice> Devices => throw new NotImplementedException();

    public static void UseThreads(int threads) => throw new NotImplementedException();

    public static long LiveTensors => throw new NotImplementedException();
}
