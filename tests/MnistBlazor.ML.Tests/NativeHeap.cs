using System.Runtime.InteropServices;

namespace MnistBlazor.ML.Tests;

/// <summary>glibc's heap, where libtorch keeps tensors on the CPU.</summary>
internal static class NativeHeap
{
    /// <summary>Bytes in use now in the whole process: not what the heap holds in reserve.</summary>
    public static long BytesInUse()
    {
        var info = MallInfo2();
        return (long)(info.Uordblks + info.Hblkhd);
    }

    [DllImport("libc", EntryPoint = "mallinfo2")]
    private static extern MallInfo MallInfo2();

    /// <param name="Hblkhd">Bytes of the blocks that are too large for an arena.</param>
    /// <param name="Uordblks">Bytes in use in all arenas.</param>
    private readonly record struct MallInfo(
        nuint Arena, nuint Ordblks, nuint Smblks, nuint Hblks, nuint Hblkhd,
        nuint Usmblks, nuint Fsmblks, nuint Uordblks, nuint Fordblks, nuint Keepcost);
}
