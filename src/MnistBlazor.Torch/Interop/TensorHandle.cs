using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>
/// One reference to a libtorch tensor. A safe handle, because an operator may run on one thread while another disposes the tensor,
/// and because the finalizer may come at any time: the reference is given back when the last user lets go.
/// </summary>
internal sealed class TensorHandle : SafeHandle
{
    private static long _live;
    private static long _peak;

    internal TensorHandle(nint tensor) : base(0, ownsHandle: true)
    {
        SetHandle(tensor);
        var live = Interlocked.Increment(ref _live);
        for (var peak = _peak; live > peak && Interlocked.CompareExchange(ref _peak, live, peak) != peak; peak = _peak) { }
    }

    private TensorHandle() : base(0, ownsHandle: false) => SetHandleAsInvalid();

    /// <summary>The handle of what is no tensor any more.</summary>
    internal static TensorHandle Closed { get; } = new();

    /// <summary>Tensors of the whole process that nobody has given back.</summary>
    internal static long Live => Interlocked.Read(ref _live);

    internal static long Peak => Interlocked.Read(ref _peak);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.mt_tensor_release(handle);
        Interlocked.Decrement(ref _live);
        return true;
    }
}

/// <summary>One reference to a libtorch random number generator.</summary>
internal sealed class GeneratorHandle : SafeHandle
{
    internal GeneratorHandle(nint generator) : base(0, ownsHandle: true) => SetHandle(generator);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.mt_generator_release(handle);
        return true;
    }
}
