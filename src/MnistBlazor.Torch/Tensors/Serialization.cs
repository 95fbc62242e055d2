using TorchSharp.Utils;

namespace TorchSharp;

/// <summary>Tensors in files and streams; see <see cref="TensorFormat"/>.</summary>
public static partial class torch
{
    public static void save(Tensor t, string location) => t.save(location);

    public static Tensor load(string location) => Tensor.load(location);

    public partial class Tensor
    {
        public void save(string location) => this.Save(location);

        public static Tensor load(string location) => Load(location);

        public static Tensor Load(string location)
        {
            using var stream = File.OpenRead(location);
            return Load(stream);
        }

        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream);
            return Load(reader);
        }

        /// <exception cref="InvalidDataException">Not a tensor.</exception>
        /// <exception cref="EndOfStreamException">The stream ends early.</exception>
        public static Tensor Load(BinaryReader reader) => TensorFormat.Read(reader);

        /// <summary>Writes the elements of a contiguous tensor on the CPU, as they are in memory.</summary>
        public void WriteBytesToStream(Stream stream, int bufferSize = 1024) => ForEachBlock(bufferSize, block => stream.Write(block));

        /// <exception cref="EndOfStreamException">The stream ends before the tensor does.</exception>
        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024) =>
            ForEachBlock(bufferSize, block => stream.ReadExactly(block));

        private delegate void BlockAction(Span<byte> block);

        private unsafe void ForEachBlock(int size, BlockAction action)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
            Hold();
            try
            {
                var info = Info();
                if (info.DeviceType != (long)DeviceType.CPU || info.IsContiguous == 0)
                    throw new InvalidOperationException("Only a contiguous tensor on the CPU can be written or read as bytes.");
                var bytes = info.NumEl * info.ElementSize;
                for (var done = 0L; done < bytes; done += size)
                    action(new Span<byte>((byte*)info.Data + done, (int)Math.Min(size, bytes - done)));
            }
            finally
            {
                LetGo();
            }
        }
    }
}

public static partial class TensorExtensionMethods
{
    public static void Save(this torch.Tensor tensor, BinaryWriter writer) => TensorFormat.Write(tensor, writer);

    public static void Save(this torch.Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    public static void Save(this torch.Tensor tensor, string location)
    {
        using var stream = File.Create(location);
        tensor.Save(stream);
    }

    /// <summary>Reads values into a tensor of the same type and shape.</summary>
    /// <exception cref="ArgumentException">The type or the shape is another.</exception>
    public static void Load(this torch.Tensor tensor, BinaryReader reader, bool skip = false)
    {
        if (skip)
        {
            TensorFormat.Skip(reader);
            return;
        }
        using var value = TensorFormat.ReadLike(tensor, reader);
        using var noGrad = torch.no_grad();
        tensor.copy_(value);
    }
}
