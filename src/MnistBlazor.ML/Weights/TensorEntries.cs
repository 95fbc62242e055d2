namespace MnistBlazor.ML.Weights;

/// <summary>Between tensors and the entries of a safetensors file.</summary>
internal static class TensorEntries
{
    /// <summary>A copy of the tensor's values; waits for its device.</summary>
    public static TensorEntry Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var values = tensor.detach().cpu().contiguous();
        return new(ElementType(tensor.dtype), values.shape, values.bytes.ToArray());
    }

    /// <summary>Overwrites the tensor's values, on whatever device it is.</summary>
    /// <exception cref="FormatException">Another type or shape than the tensor's.</exception>
    public static void CopyInto(Tensor tensor, TensorEntry entry, string name)
    {
        if (entry.ElementType != ElementType(tensor.dtype) || !entry.Shape.AsSpan().SequenceEqual(tensor.shape))
            throw new FormatException($"Tensor '{name}' is {entry.ElementType} [{string.Join(", ", entry.Shape)}], "
                + $"but {ElementType(tensor.dtype)} [{string.Join(", ", tensor.shape)}] was expected.");
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var values = empty(entry.Shape, dtype: tensor.dtype);
        entry.Data.Span.CopyTo(values.bytes);
        tensor.copy_(values);
    }

    private static string ElementType(ScalarType type) => type switch
    {
        ScalarType.Float32 => "F32",
        ScalarType.Float64 => "F64",
        ScalarType.Int64 => "I64",
        ScalarType.Byte => "U8",
        _ => throw new NotSupportedException($"Tensors of type {type} are not written."),
    };
}
