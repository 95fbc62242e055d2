namespace MnistBlazor.ML;

/// <summary>A device that tensors can live on: <c>cpu</c>, <c>cuda:0</c>, …, and the name a person knows it by.</summary>
public sealed record ComputeDevice(string Id, string Name);

/// <summary>Which Torch runs, and how.</summary>
/// <param name="Provider"><c>TorchSharp 0.107.0</c>.</param>
/// <param name="Version">libtorch's version.</param>
/// <param name="Threads">Threads that one operation may use.</param>
public sealed record TorchInfo(string Provider, string Version, int Threads, bool CudaAvailable);

/// <summary>The Torch library as the app sees it: version, devices, threads. Thread-safe.</summary>
public static class TorchRuntime
{
    public static TorchInfo Info
    {
        get
        {
            var version = typeof(torch).Assembly.GetName().Version!;
            return new($"TorchSharp {version.ToString(3)}", Version.Parse(__version__).ToString(3), get_num_threads(), cuda.is_available());
        }
    }

    /// <summary>Loads the native library, so that a start that cannot work fails at once and not at the first tensor.</summary>
    /// <exception cref="TorchUnavailableException">It cannot be loaded.</exception>
    public static void Load()
    {
        // Asked before TorchSharp, which writes a page to the terminal when it cannot load it.
        if (NativeTorch.Problem(AppContext.BaseDirectory) is { } problem) throw new TorchUnavailableException(problem);
        InitializeDeviceType(DeviceType.CPU);
    }

    /// <summary>The devices to choose from, the processor first.</summary>
    public static IReadOnlyList<ComputeDevice> Devices
    {
        get
        {
            var cards = cuda.is_available() ? cuda.device_count() : 0;
            return [new("cpu", "CPU"), .. Enumerable.Range(0, cards).Select(card => new ComputeDevice($"cuda:{card}", $"CUDA {card}"))];
        }
    }

    /// <summary>The device itself where this machine has it, otherwise the processor: for what may be computed on either.</summary>
    public static string DeviceHere(string id) => Devices.Any(known => known.Id == id) ? id : Devices[0].Id;

    /// <summary>
    /// Half of the processors. On two of them a second thread makes lesson 2's epochs a tenth faster and lesson 3's a fifth slower
    /// (`eng/bench.sh threads`), and the page, the drawings and the store need a processor too.
    /// </summary>
    public static int DefaultThreads => Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>How many threads one operation may use. More than there are cores makes training slower.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 1,024.</exception>
    public static void UseThreads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 1024);
        set_num_threads(threads);
    }

    /// <summary>The device of an id from <see cref="Devices"/>.</summary>
    /// <exception cref="ArgumentException">This machine has no such device.</exception>
    internal static Device Device(string id) =>
        Devices.Any(known => known.Id == id) ? device(id) : throw new ArgumentException($"This machine has no device '{id}'.", nameof(id));
}
