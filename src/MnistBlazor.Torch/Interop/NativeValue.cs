using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The same numbers as Kind in native/abi.h.</summary>
internal enum ValueKind : long
{
    None, Tensor, Int, Double, Bool, IntList, DoubleList, TensorList, String, Generator, Device,
}

/// <summary>The same layout as Value in native/abi.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    internal ValueKind Kind;
    internal long Bits;
    internal long Count;
}
