namespace TorchSharp;

internal enum ScalarKind : byte { Bool, Int, Double }

/// <summary>A number whose type follows the tensor that it meets. Integers stay integers, so a tensor of them does too.</summary>
public sealed class Scalar : IDisposable
{
    private readonly long _bits;

    internal Scalar(ScalarKind kind, long value) => (Kind, _bits) = (kind, value);

    internal Scalar(double value) => (Kind, _bits) = (ScalarKind.Double, BitConverter.DoubleToInt64Bits(value));

    internal ScalarKind Kind { get; }

    internal long AsLong => Kind == ScalarKind.Double ? (long)BitConverter.Int64BitsToDouble(_bits) : _bits;

    internal double AsDouble => Kind == ScalarKind.Double ? BitConverter.Int64BitsToDouble(_bits) : _bits;

    public torch.ScalarType Type => Kind switch
    {
        ScalarKind.Bool => torch.ScalarType.Bool,
        ScalarKind.Int => torch.ScalarType.Int64,
        _ => torch.ScalarType.Float64,
    };

    public static implicit operator Scalar(byte value) => new(ScalarKind.Int, value);
    public static implicit operator Scalar(sbyte value) => new(ScalarKind.Int, value);
    public static implicit operator Scalar(short value) => new(ScalarKind.Int, value);
    public static implicit operator Scalar(int value) => new(ScalarKind.Int, value);
    public static implicit operator Scalar(long value) => new(ScalarKind.Int, value);
    public static implicit operator Scalar(Half value) => new((double)value);
    public static implicit operator Scalar(float value) => new(value);
    public static implicit operator Scalar(double value) => new(value);
    public static implicit operator Scalar(bool value) => new(ScalarKind.Bool, value ? 1 : 0);

    /// <summary>Nothing to give back; TorchSharp's Scalar has native memory, so code written for it disposes.</summary>
    public void Dispose()
    {
    }
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this Half value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;

    public static Half ToHalf(this Scalar value) => (Half)value.AsDouble;
    public static float ToSingle(this Scalar value) => (float)value.AsDouble;
    public static double ToDouble(this Scalar value) => value.AsDouble;
    public static sbyte ToSByte(this Scalar value) => checked((sbyte)value.AsLong);
    public static byte ToByte(this Scalar value) => checked((byte)value.AsLong);
    public static short ToInt16(this Scalar value) => checked((short)value.AsLong);
    public static int ToInt32(this Scalar value) => checked((int)value.AsLong);
    public static long ToInt64(this Scalar value) => value.AsLong;
    public static bool ToBoolean(this Scalar value) => value.AsDouble != 0;
}
