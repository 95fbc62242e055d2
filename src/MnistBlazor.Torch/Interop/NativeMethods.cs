using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp.Interop;

/// <summary>The C ABI of native/: see native/abi.h for ownership and errors. A status of 0 is success.</summary>
internal static unsafe partial class NativeMethods
{
    internal const string Library = "mnistblazor_torch";

    [LibraryImport(Library)] internal static partial byte* mt_error();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int mt_find(string name, string overload,
        out nint op);
    [LibraryImport(Library)] internal static partial int mt_call(nint op, NativeValue* args, int argCount, NativeValue* results,
        int resultCount);
    [LibraryImport(Library)] internal static partial void mt_free_handles(nint* handles);

    [LibraryImport(Library)] internal static partial void mt_tensor_release(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial nint mt_tensor_share(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_tensor_info(nint tensor, NativeTensorInfo* info);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_tensor_shape(nint tensor, long* sizes, long* strides,
        long capacity);
    [LibraryImport(Library)] internal static partial int mt_tensor_copy_bytes(nint tensor, void* memory, long bytes, int intoTensor);

    [LibraryImport(Library)] internal static partial int mt_set_requires_grad(nint tensor, int value);
    [LibraryImport(Library)] internal static partial int mt_retain_grad(nint tensor);
    [LibraryImport(Library)] internal static partial int mt_grad(nint tensor, out nint grad);
    [LibraryImport(Library)] internal static partial int mt_set_grad(nint tensor, nint grad);
    [LibraryImport(Library)] internal static partial int mt_backward(nint* tensors, nint* seeds, long count, int retainGraph,
        int createGraph, nint* inputs, long inputCount);
    [LibraryImport(Library)]
    internal static partial int mt_autograd_grad(
        nint* outputs, nint* seeds, long count, nint* inputs, long inputCount, int retainGraph, int createGraph, int allowUnused,
            nint* grads);

    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_grad_enabled();
    [LibraryImport(Library), SuppressGCTransition] internal static partial void mt_set_grad_enabled(int enabled);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_inference_mode_enabled();
    [LibraryImport(Library)] internal static partial int mt_inference_mode_enter(int enabled, out nint guard);
    [LibraryImport(Library)] internal static partial void mt_inference_mode_leave(nint guard);

    [LibraryImport(Library)] internal static partial byte* mt_version();
    [LibraryImport(Library)] internal static partial int mt_num_threads();
    [LibraryImport(Library)] internal static partial int mt_set_num_threads(int count);
    [LibraryImport(Library)] internal static partial int mt_num_interop_threads();
    [LibraryImport(Library)] internal static partial int mt_set_num_interop_threads(int count);
    [LibraryImport(Library)] internal static partial int mt_cuda_device_count();
    [LibraryImport(Library)] internal static partial int mt_has_cudnn();
    [LibraryImport(Library)] internal static partial int mt_synchronize(long type, long index);

    [LibraryImport(Library)] internal static partial int mt_manual_seed(ulong seed);
    [LibraryImport(Library)] internal static partial int mt_generator_default(long type, long index, out nint generator);
    [LibraryImport(Library)] internal static partial int mt_generator_new(long type, long index, ulong seed, out nint generator);
    [LibraryImport(Library)] internal static partial void mt_generator_release(nint generator);
    [LibraryImport(Library)] internal static partial int mt_generator_seed(nint generator, out ulong seed);
    [LibraryImport(Library)] internal static partial int mt_generator_set_seed(nint generator, ulong seed);
    [LibraryImport(Library)] internal static partial int mt_generator_state(nint generator, out nint state);
    [LibraryImport(Library)] internal static partial int mt_generator_set_state(nint generator, nint state);

    /// <summary>Turns a failed status into the exception that TorchSharp throws.</summary>
    /// <exception cref="ExternalException">libtorch refused; the message is its own, without the C++ stack.</exception>
    /// <exception cref="ArgumentNullException">A tensor, or another argument that must be given, was null.</exception>
    internal static void Check(int status)
    {
        if (status == 0) return;
        var message = Utf8StringMarshaller.ConvertToManaged(mt_error());
        throw status == 2 ? new ArgumentNullException(null, message) : new ExternalException(message);
    }
}

/// <summary>The same layout as TensorInfo in native/tensor.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeTensorInfo
{
    internal long Dim, NumEl, ScalarType, ElementSize, DeviceType, DeviceIndex, StorageOffset;
    internal nint Data;
    internal int IsContiguous, RequiresGrad, IsLeaf, IsSparse;
}
