using System.Runtime.InteropServices;

namespace MnistBlazor.ML.Tests;

public class TorchRuntimeTests
{
    [Fact]
    public void It_says_what_runs_and_where()
    {
        var info = TorchRuntime.Info;

        Assert.Matches(@"^TorchSharp \d+\.\d+\.\d+$", info.Provider);
        Assert.Matches(@"^\d+\.\d+\.\d+$", info.Version);
        Assert.InRange(info.Threads, 1, 1024);
        Assert.Equal(new ComputeDevice("cpu", "CPU"), TorchRuntime.Devices[0]);
        Assert.Equal(info.CudaAvailable, TorchRuntime.Devices.Count > 1);
    }

    [Fact]
    public void Waiting_threads_sleep_whoever_has_started_the_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The policy is set on Linux, where it was measured.");

        // What native code sees. What libgomp makes of it is seen in the app's own process: see Browser.Tests.
        Assert.Equal("passive", Marshal.PtrToStringUTF8(EnvironmentVariable("OMP_WAIT_POLICY")));
    }

    [Fact]
    public void The_library_that_runs_has_no_problem()
    {
        TorchRuntime.Load();

        Assert.Null(NativeTorch.Problem(AppContext.BaseDirectory));
    }

    [Fact]
    public void A_library_that_is_none_is_told_in_one_sentence_with_what_to_do()
    {
        var folder = Directory.CreateTempSubdirectory("mnistblazor-ml-tests-");
        foreach (var name in (string[])["libLibTorchSharp.so", "libLibTorchSharp.dylib", "LibTorchSharp.dll"])
            File.WriteAllText(Path.Combine(folder.FullName, name), "no library");

        var problem = NativeTorch.Problem(folder.FullName)!;

        Assert.StartsWith("TorchSharp's library cannot be loaded: ", problem);
        Assert.Contains("Build the app on this machine", problem);
        Assert.DoesNotContain('\n', problem);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_version_that_the_system_lacks_is_named_beside_the_one_it_has()
    {
        const string loader =
            "/usr/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /app/libLibTorchSharp.so)";

        Assert.StartsWith(
            "TorchSharp's library needs GLIBCXX_3.4.32 of libstdc++.so.6, and this system's goes up to GLIBCXX_3.4.30. "
            + "Build the app on this machine",
            NativeTorch.Explain($"Unable to load shared library.\n{loader}\n", present: "GLIBCXX_3.4.30"));
    }

    [DllImport("libc", EntryPoint = "getenv")]
    private static extern nint EnvironmentVariable([MarshalAs(UnmanagedType.LPStr)] string name);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1025)]
    public void Threads_out_of_bounds_are_refused(int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchRuntime.UseThreads(threads));
}
