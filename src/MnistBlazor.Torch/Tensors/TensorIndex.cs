namespace TorchSharp;

public static partial class torch
{
    /// <summary>One position of an index: a number, a slice, `...`, a new dimension, or a tensor of positions or of bools.</summary>
    public struct TensorIndex
    {
        public static TensorIndex Ellipsis = new() { Kind = IndexKind.Ellipsis };
        public static TensorIndex None = new() { Kind = IndexKind.NewDimension };
        public static TensorIndex Null = new() { Kind = IndexKind.NewDimension };
        public static TensorIndex Colon = Slice();

        internal IndexKind Kind { get; private init; }

        /// <summary>The start of a slice, or the number itself.</summary>
        internal long? Start { get; private init; }

        internal long? Stop { get; private init; }

        internal long? Step { get; private init; }

        internal Tensor? Positions { get; private init; }

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Kind = IndexKind.Slice, Start = start, Stop = stop, Step = step };

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, (long?)range.end);

        public static TensorIndex Slice(Range range) =>
            Slice(FromStart(range.Start), range.End is { IsFromEnd: true, Value: 0 } ? null : FromStart(range.End));

        public static TensorIndex Bool(bool value) => new() { Kind = IndexKind.Bool, Start = value ? 1 : 0 };

        public static TensorIndex Single(long? index) => new() { Kind = IndexKind.Number, Start = index };

        public static TensorIndex Tensor(Tensor tensor) => new() { Kind = IndexKind.Positions, Positions = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex(Index index) => Single(FromStart(index));

        /// <summary>Never called: it makes C# prefer the index where a number fits an index and a tensor alike.</summary>
        public static implicit operator Tensor(TensorIndex value) => throw new InvalidOperationException("An index is no tensor.");

        private static long FromStart(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }

    internal enum IndexKind { NewDimension, Number, Slice, Ellipsis, Bool, Positions }
}
