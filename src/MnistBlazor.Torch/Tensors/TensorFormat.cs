namespace TorchSharp.Utils;

/// <summary>
/// TorchSharp's format of a tensor: the number of its type, the number of its dimensions, their lengths (all as LEB128: seven bits a
/// byte, the lowest first), then its elements as they are in memory. Nothing is allocated by what an unchecked header says.
/// </summary>
internal static class TensorFormat
{
    private const int BlockSize = 1 << 16;
    private const long MostDimensions = 64;

    internal static void Write(torch.Tensor tensor, BinaryWriter writer)
    {
        using var scope = torch.NewDisposeScope();
        var dense = tensor.detach().cpu().contiguous();
        var shape = dense.shape;
        writer.WriteLength((long)dense.dtype);
        writer.WriteLength(shape.Length);
        foreach (var length in shape) writer.WriteLength(length);
        writer.Flush();
        dense.WriteBytesToStream(writer.BaseStream, BlockSize);
    }

    internal static torch.Tensor Read(BinaryReader reader)
    {
        var (type, shape, bytes) = ReadHeader(reader);
        var stream = reader.BaseStream;
        if (stream.CanSeek && bytes > stream.Length - stream.Position)
            throw new EndOfStreamException($"A tensor of {bytes} bytes is cut short.");
        var tensor = torch.empty(shape, type, torch.CPU);
        try
        {
            tensor.ReadBytesFromStream(stream, BlockSize);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>A tensor of the same type and shape as one that is there.</summary>
    internal static torch.Tensor ReadLike(torch.Tensor model, BinaryReader reader)
    {
        var (type, shape, _) = ReadHeader(reader);
        if (type != model.dtype)
            throw new ArgumentException($"Mismatched tensor data types while loading: the file has {type}, the module {model.dtype}.");
        if (!shape.AsSpan().SequenceEqual(model.shape))
        {
            throw new ArgumentException(
                $"Mismatched tensor shape while loading: the file has {new torch.Size(shape)}, the module {new torch.Size(model.shape)}.");
        }
        var tensor = torch.empty(shape, type, torch.CPU);
        tensor.ReadBytesFromStream(reader.BaseStream, BlockSize);
        return tensor;
    }

    internal static void Skip(BinaryReader reader)
    {
        var (_, _, bytes) = ReadHeader(reader);
        var block = new byte[(int)Math.Min(bytes, BlockSize)];
        for (var left = bytes; left > 0;)
        {
            var count = (int)Math.Min(left, block.Length);
            reader.BaseStream.ReadExactly(block, 0, count);
            left -= count;
        }
    }

    internal static void WriteLength(this BinaryWriter writer, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        writer.Write7BitEncodedInt64(value);
    }

    /// <exception cref="InvalidDataException">Not a length.</exception>
    internal static long ReadLength(this BinaryReader reader)
    {
        try
        {
            var value = reader.Read7BitEncodedInt64();
            return value >= 0 ? value : throw new InvalidDataException("A length is negative.");
        }
        catch (FormatException e)
        {
            throw new InvalidDataException("A length has too many bytes.", e);
        }
    }

    private static (torch.ScalarType Type, long[] Shape, long Bytes) ReadHeader(BinaryReader reader)
    {
        var number = reader.ReadLength();
        var type = number is >= 0 and <= sbyte.MaxValue ? (torch.ScalarType)number : (torch.ScalarType)(-1);
        if (!Enum.IsDefined(type)) throw new InvalidDataException($"There is no element type {number}.");
        var dimensions = reader.ReadLength();
        if (dimensions > MostDimensions) throw new InvalidDataException($"A tensor cannot have {dimensions} dimensions.");
        var shape = new long[dimensions];
        var bytes = (long)torch.SizeOf(type);
        try
        {
            for (var d = 0; d < shape.Length; d++) bytes = checked(bytes * (shape[d] = reader.ReadLength()));
        }
        catch (OverflowException e)
        {
            throw new InvalidDataException("A tensor is larger than memory can be.", e);
        }
        return (type, shape, bytes);
    }
}
