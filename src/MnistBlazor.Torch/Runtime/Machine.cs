using System.Runtime.InteropServices.Marshalling;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>The library and the machine it runs on.</summary>
public static unsafe partial class torch
{
    private const int MostThreads = 1024;

    /// <summary>libtorch's version.</summary>
    public static string __version__ => Utf8StringMarshaller.ConvertToManaged(NativeMethods.mt_version())!;

    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>Threads that one operator may use.</summary>
    public static int get_num_threads() => NativeMethods.mt_num_threads();

    /// <exception cref="ArgumentOutOfRangeException">More than 1,024; a thread that cannot be started would end the process.</exception>
    public static void set_num_threads(int num)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(num, MostThreads);
        NativeMethods.Check(NativeMethods.mt_set_num_threads(num));
    }

    /// <summary>Threads for operators that run side by side.</summary>
    public static int get_num_interop_threads() => NativeMethods.mt_num_interop_threads();

    /// <summary>Once, before the first parallel work.</summary>
    public static void set_num_interop_threads(int num) => NativeMethods.Check(NativeMethods.mt_set_num_interop_threads(num));

    public static class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static bool is_cudnn_available() => NativeMethods.mt_has_cudnn() != 0;

        public static int device_count() => NativeMethods.mt_cuda_device_count();

        /// <summary>Seeds the generators of every device.</summary>
        public static void manual_seed(long seed) => random.manual_seed(seed);

        public static void manual_seed_all(long seed) => random.manual_seed(seed);

        /// <summary>Waits until the device has done all that was asked of it.</summary>
        /// <exception cref="InvalidOperationException">There is no CUDA here.</exception>
        public static void synchronize(Device? device = null)
        {
            device ??= CUDA;
            InitializeDevice(device);
            NativeMethods.Check(NativeMethods.mt_synchronize((long)device.type, device.index));
        }
    }
}
