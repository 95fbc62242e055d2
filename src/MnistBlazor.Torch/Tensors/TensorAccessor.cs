using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Utils;

/// <summary>
/// The elements of a tensor on the CPU, in the order of its shape whatever its strides. Using it after the tensor is disposed, or
/// has changed its shape, throws.
/// </summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (!tensor.is_cpu())
            throw new InvalidOperationException("Only a tensor on the CPU can be read; move or copy it there first.");
        _tensor = tensor;
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        Count = tensor.numel();
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    /// <summary>The element at a position; one number alone counts elements in the order of the shape.</summary>
    /// <exception cref="IndexOutOfRangeException">A position outside the shape.</exception>
    public T this[params long[] indices]
    {
        get => Element(Offset(indices), null);
        set => Element(Offset(indices), value);
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array);
        return array;
    }

    public Array ToNDArray()
    {
        if (_shape.Length < 2) return ToArray();
        var array = Array.CreateInstance(typeof(T), _shape);
        CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length));
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies elements from number tensorIndex on, until the array or the tensor ends.</summary>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var target = array[arrayIndex..];
        var count = Fitting(target.Length, tensorIndex);
        var data = Begin();
        try
        {
            if (_contiguous) new Span<T>(data + tensorIndex, count).CopyTo(target);
            else for (var i = 0; i < count; i++) target[i] = data[OffsetOfElement(tensorIndex + i)];
        }
        finally
        {
            _tensor.LetGo();
        }
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    /// <summary>Writes elements from number tensorIndex on, until the array or the tensor ends.</summary>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var source = array[arrayIndex..];
        var count = Fitting(source.Length, tensorIndex);
        var data = Begin();
        try
        {
            if (_contiguous) source[..count].CopyTo(new Span<T>(data + tensorIndex, count));
            else for (var i = 0; i < count; i++) data[OffsetOfElement(tensorIndex + i)] = source[i];
        }
        finally
        {
            _tensor.LetGo();
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0L; i < Count; i++) yield return Element(OffsetOfElement(i), null);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Nothing to give back: memory is held only while it is read or written.</summary>
    public void Dispose()
    {
    }

    /// <summary>The memory, held until LetGo.</summary>
    private T* Begin()
    {
        _tensor.Hold();
        var info = _tensor.Info();
        if (info.NumEl == Count && info.IsContiguous != 0 == _contiguous) return (T*)info.Data;
        _tensor.LetGo();
        throw new InvalidOperationException("The tensor has changed its shape since data() was called.");
    }

    private T Element(long offset, T? newValue)
    {
        var data = Begin();
        try
        {
            if (newValue is { } value) data[offset] = value;
            return data[offset];
        }
        finally
        {
            _tensor.LetGo();
        }
    }

    private int Fitting(int length, long tensorIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tensorIndex);
        return (int)Math.Min(length, Math.Max(0, Count - tensorIndex));
    }

    private long OffsetOfElement(long number)
    {
        if (_contiguous) return number;
        var offset = 0L;
        for (var d = _shape.Length - 1; d >= 0; d--)
        {
            offset += number % _shape[d] * _strides[d];
            number /= _shape[d];
        }
        return offset;
    }

    private long Offset(long[] indices)
    {
        if (indices.Length == 1)
        {
            return (ulong)indices[0] < (ulong)Count
                ? OffsetOfElement(indices[0])
                : throw new IndexOutOfRangeException($"There is no element {indices[0]} among {Count}.");
        }
        if (indices.Length != _shape.Length)
            throw new IndexOutOfRangeException($"A tensor of {_shape.Length} dimensions takes as many positions, not {indices.Length}.");
        var offset = 0L;
        for (var d = 0; d < indices.Length; d++)
        {
            if ((ulong)indices[d] >= (ulong)_shape[d])
                throw new IndexOutOfRangeException($"Position {indices[d]} is outside dimension {d}, which has {_shape[d]}.");
            offset += indices[d] * _strides[d];
        }
        return offset;
    }
}
