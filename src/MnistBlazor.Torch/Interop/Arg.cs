namespace TorchSharp.Interop;

/// <summary>One argument of an operator: anything C# passes converts to it, and <see cref="Aten"/> lays it out for libtorch.</summary>
internal readonly struct Arg
{
    internal readonly ValueKind Kind;
    internal readonly object? Reference;
    internal readonly long Bits;
    internal readonly long Count;

    private Arg(ValueKind kind, long bits, long count = 0) => (Kind, Bits, Count) = (kind, bits, count);

    private Arg(ValueKind kind, object? reference) => (Kind, Reference) = (reference is null ? ValueKind.None : kind, reference);

    internal static readonly Arg None;

    public static implicit operator Arg(torch.Tensor? value) => new(ValueKind.Tensor, value);
    public static implicit operator Arg(torch.Generator? value) => new(ValueKind.Generator, value);
    public static implicit operator Arg(long[]? value) => new(ValueKind.IntList, value);
    public static implicit operator Arg(double[]? value) => new(ValueKind.DoubleList, value);
    public static implicit operator Arg(torch.Tensor?[]? value) => new(ValueKind.TensorList, value);
    public static implicit operator Arg(string? value) =>
        new(ValueKind.String, value is null ? null : System.Text.Encoding.UTF8.GetBytes(value));

    public static implicit operator Arg(long value) => new(ValueKind.Int, value);
    public static implicit operator Arg(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Arg(bool value) => new(ValueKind.Bool, value ? 1 : 0);

    /// <exception cref="ArgumentException">There is no such type; libtorch would look outside its table of types.</exception>
    public static implicit operator Arg(torch.ScalarType value) =>
        Enum.IsDefined(value) ? new(ValueKind.Int, (long)value) : throw new ArgumentException($"There is no element type {value}.");

    /// <exception cref="InvalidOperationException">There is no such device here.</exception>
    public static implicit operator Arg(torch.Device? value) =>
        value is null ? None : new(ValueKind.Device, (long)torch.InitializeDevice(value).type, value.index);

    public static implicit operator Arg(long? value) => value is { } v ? v : None;
    public static implicit operator Arg(double? value) => value is { } v ? v : None;
    public static implicit operator Arg(bool? value) => value is { } v ? v : None;
    public static implicit operator Arg(torch.ScalarType? value) => value is { } v ? v : None;

    public static implicit operator Arg(Scalar? value) => value switch
    {
        null => None,
        { Kind: ScalarKind.Bool } => value.AsLong != 0,
        { Kind: ScalarKind.Int } => value.AsLong,
        _ => value.AsDouble,
    };
}
