using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

/// <summary>To another type or device, and out to C#.</summary>
public static partial class torch
{
    public partial class Tensor
    {
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved(Aten.Call("to.device", this, InitializeDevice(device), type, non_blocking, copy), disposeAfter);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved(Aten.Call("to.dtype", this, type, non_blocking, copy), disposeAfter);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, device, copy, disposeAfter, non_blocking);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false,
            bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        public Tensor cpu() => to(CPU);

        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        public Tensor type(ScalarType dtype) => to(dtype);

        public Tensor type_as(Tensor tensor) => to(tensor.dtype);

        public Tensor @bool() => to(ScalarType.Bool);
        public Tensor @byte() => to(ScalarType.Byte);
        public Tensor @char() => to(ScalarType.Int8);
        public Tensor @short() => to(ScalarType.Int16);
        public Tensor @int() => to(ScalarType.Int32);
        public Tensor @long() => to(ScalarType.Int64);
        public Tensor half() => to(ScalarType.Float16);
        public Tensor bfloat16() => to(ScalarType.BFloat16);
        public Tensor @float() => to(ScalarType.Float32);
        public Tensor @double() => to(ScalarType.Float64);

        public Tensor clone() => Aten.Call("clone", this);

        public Tensor contiguous() => Aten.Call("contiguous", this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Aten.InPlace("copy_", this, source, nonBlocking);

        public Tensor set_(Tensor source) => Aten.InPlace("set_.source_Tensor", this, source);

        /// <summary>The one element, as the C# type that is its own.</summary>
        /// <exception cref="ArgumentException">Not exactly one element, or T is not the tensor's type.</exception>
        public T item<T>() where T : unmanaged
        {
            Require<T>();
            if (NumberOfElements != 1) throw new ArgumentException($"A tensor of {NumberOfElements} elements is not one number.");
            var number = ToScalar();
            if (typeof(T) == typeof(float)) return (T)(object)number.ToSingle();
            if (typeof(T) == typeof(double)) return (T)(object)number.ToDouble();
            if (typeof(T) == typeof(long)) return (T)(object)number.ToInt64();
            if (typeof(T) == typeof(int)) return (T)(object)number.ToInt32();
            if (typeof(T) == typeof(short)) return (T)(object)number.ToInt16();
            if (typeof(T) == typeof(sbyte)) return (T)(object)number.ToSByte();
            if (typeof(T) == typeof(byte)) return (T)(object)number.ToByte();
            if (typeof(T) == typeof(bool)) return (T)(object)number.ToBoolean();
            return (T)(object)number.ToHalf();
        }

        /// <summary>The one element as a number, from any device.</summary>
        public Scalar ToScalar() => Aten.CallScalar("item", this);

        /// <summary>The elements of a tensor on the CPU, read and written in place.</summary>
        /// <exception cref="InvalidOperationException">Not on the CPU.</exception>
        /// <exception cref="ArgumentException">T is not the tensor's type.</exception>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            Require<T>();
            return new TensorAccessor<T>(this);
        }

        /// <summary>Element i of a tensor on the CPU, counted in the order of the shape.</summary>
        public T ReadCpuValue<T>(long i) where T : unmanaged => data<T>()[i];

        /// <summary>The raw memory of a contiguous tensor on the CPU. Valid only while the tensor is.</summary>
        /// <exception cref="InvalidOperationException">Not contiguous, or not on the CPU, or more than 2 GB.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                var info = Info();
                if (info.DeviceType != (long)DeviceType.CPU)
                    throw new InvalidOperationException("Only a tensor on the CPU has bytes to read; move it there first.");
                if (info.IsContiguous == 0) throw new InvalidOperationException("The tensor is not contiguous; call contiguous() first.");
                if (info.NumEl * info.ElementSize > int.MaxValue) throw new InvalidOperationException("A span holds at most 2 GB.");
                return new Span<byte>((void*)info.Data, (int)(info.NumEl * info.ElementSize));
            }
            set
            {
                var target = bytes;
                if (value.Length != target.Length)
                    throw new ArgumentException($"The tensor holds {target.Length} bytes, not {value.Length}.");
                value.CopyTo(target);
            }
        }

        private void Require<T>() where T : unmanaged
        {
            var (own, asked) = (dtype, ScalarTypeOf(typeof(T)));
            if (own != asked) throw new ArgumentException($"The tensor holds {own}, which cannot be read as {asked}.");
        }

        private Tensor Moved(Tensor result, bool disposeAfter)
        {
            if (disposeAfter) Dispose();
            return result;
        }

        public static explicit operator float(Tensor value) => value.ToSingle();
        public static explicit operator double(Tensor value) => value.ToDouble();
        public static explicit operator sbyte(Tensor value) => value.ToSByte();
        public static explicit operator byte(Tensor value) => value.ToByte();
        public static explicit operator short(Tensor value) => value.ToInt16();
        public static explicit operator int(Tensor value) => value.ToInt32();
        public static explicit operator long(Tensor value) => value.ToInt64();
        public static explicit operator bool(Tensor value) => value.ToBoolean();
    }
}

public static partial class torch
{
    public static Tensor clone(Tensor input) => input.clone();
}

public static partial class TensorExtensionMethods
{
    public static float ToSingle(this torch.Tensor value) => value.ToScalar().ToSingle();
    public static double ToDouble(this torch.Tensor value) => value.ToScalar().ToDouble();
    public static sbyte ToSByte(this torch.Tensor value) => value.ToScalar().ToSByte();
    public static byte ToByte(this torch.Tensor value) => value.ToScalar().ToByte();
    public static short ToInt16(this torch.Tensor value) => value.ToScalar().ToInt16();
    public static int ToInt32(this torch.Tensor value) => value.ToScalar().ToInt32();
    public static long ToInt64(this torch.Tensor value) => value.ToScalar().ToInt64();
    public static bool ToBoolean(this torch.Tensor value) => value.ToScalar().ToBoolean();

    public static int ElementSize(this torch.ScalarType type) => torch.SizeOf(type);

    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (product, length) => product * length);
}
