namespace MnistBlazor.ML.Tests;

public class TorchRuntimeTests
{
    [Fact]
    public void It_says_what_runs_and_where()
    {
        var info = TorchRuntime.Info;

        Assert.Matches(@"^(TorchSharp \d+\.\d+|libtorch \(system\))$", info.Provider);
        Assert.Matches(@"^\d+\.\d+", info.Version);
        Assert.InRange(info.Threads, 1, 1024);
        Assert.Equal(new ComputeDevice("cpu", "CPU"), TorchRuntime.Devices[0]);
        Assert.Equal(info.CudaAvailable, TorchRuntime.Devices.Count > 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1025)]
    public void Threads_out_of_bounds_are_refused(int threads)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchRuntime.UseThreads(threads));
    }
}
