using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Tensors from C# numbers and arrays; always a copy.</summary>
public static partial class torch
{
    /// <summary>Any array of numbers, of any rank.</summary>
    /// <exception cref="NotSupportedException">A tensor cannot hold such elements.</exception>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false,
        string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var shape = new long[rawArray.Rank];
        for (var d = 0; d < shape.Length; d++) shape[d] = rawArray.GetLongLength(d);
        return FromArray(rawArray, ScalarTypeOf(rawArray.GetType().GetElementType()!), shape, dtype, device, requires_grad);
    }

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        data.to(dtype ?? data.dtype, device ?? data.device);

    /// <summary>A one-dimensional tensor of the bytes of an array from `offset` on, read as numbers of another type.</summary>
    /// <exception cref="ArgumentException">The bytes are no whole number of elements, or fewer than asked for.</exception>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var size = rawArray.LongLength * SizeOf(ScalarTypeOf(rawArray.GetType().GetElementType()!));
        var element = SizeOf(dtype);
        if (offset < 0 || offset >= size)
            throw new ArgumentException($"An offset of {offset} is outside the {size} bytes.", nameof(offset));
        if (count < 0 && (size - offset) % element != 0)
            throw new ArgumentException($"{size - offset} bytes are no whole number of {dtype}, which take {element} each.",
                nameof(offset));
        var length = count < 0 ? (size - offset) / element : count;
        if (length > (size - offset) / element) throw new ArgumentException($"The bytes hold fewer than {length} elements.", nameof(count));
        return FromMemory(ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(rawArray), (nint)offset), dtype, [length], null,
            null, requires_grad);
    }

    private static Tensor FromArray(Array array, ScalarType own, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device,
        bool requires_grad)
    {
        CheckCount(array.LongLength, shape);
        return FromMemory(ref MemoryMarshal.GetArrayDataReference(array), own, shape, dtype, device, requires_grad);
    }

    private static Tensor FromSpan<T>(ReadOnlySpan<T> numbers, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device,
        bool requires_grad) where T : unmanaged
    {
        CheckCount(numbers.Length, shape);
        ref var first = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(numbers));
        return FromMemory(ref first, ScalarTypeOf(typeof(T)), shape, dtype, device, requires_grad);
    }

    private static Tensor FromList<T>(IList<T> numbers, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device,
        bool requires_grad) where T : unmanaged =>
        FromSpan<T>(numbers as T[] ?? numbers.ToArray(), shape, dtype, device, requires_grad);

    private static Tensor FromScalar<T>(T number, ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged =>
        FromSpan(new ReadOnlySpan<T>(in number), [], dtype, device, requires_grad);

    private static void CheckCount(long count, ReadOnlySpan<long> shape)
    {
        var needed = 1L;
        foreach (var length in shape)
        {
            if (length < 0) throw new ArgumentException($"A dimension cannot have the length {length}.");
            needed = checked(needed * length);
        }
        // More numbers than the shape takes are left out, as in TorchSharp.
        if (needed > count) throw new ArgumentException($"mismatched total size creating a tensor from an array: {needed} vs. {count}");
    }

    private static unsafe Tensor FromMemory(ref byte first, ScalarType own, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device,
        bool requires_grad)
    {
        device = InitializeDevice(device);
        var tensor = Aten.Call("empty.memory_format", shape.ToArray(), own, Arg.None, CPU);
        fixed (byte* memory = &first)
        {
            var info = tensor.Info();
            Buffer.MemoryCopy(memory, (void*)info.Data, info.NumEl * info.ElementSize, info.NumEl * info.ElementSize);
        }
        if ((dtype is { } type && type != own) || device.type != DeviceType.CPU)
            tensor = tensor.to(dtype ?? own, device, disposeAfter: true);
        return tensor.with_requires_grad(requires_grad);
    }

    public partial class Tensor
    {
        /// <summary>Also what makes C# prefer the number where a call takes a number and a tensor alike.</summary>
        public static implicit operator Tensor(Scalar scalar) => scalar.Kind switch
        {
            ScalarKind.Bool => tensor(scalar.ToBoolean()),
            ScalarKind.Int => tensor(scalar.ToInt64()),
            _ => tensor(scalar.ToDouble()),
        };
    }
}
