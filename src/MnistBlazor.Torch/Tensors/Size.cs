using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The lengths of a tensor's dimensions.</summary>
    public readonly struct Size(long[] shape) : IEnumerable<long>
    {
        public static Size Empty = new(Array.Empty<long>());

        private readonly long[]? _shape = shape;

        public Size(IEnumerable<long> shape) : this(shape.ToArray()) { }

        public Size(int[] shape) : this(Array.ConvertAll(shape, n => (long)n)) { }

        public Size(long size) : this([size]) { }

        public Size((long, long) size) : this([size.Item1, size.Item2]) { }

        public Size((long, long, long) size) : this([size.Item1, size.Item2, size.Item3]) { }

        public Size((long, long, long, long) size) : this([size.Item1, size.Item2, size.Item3, size.Item4]) { }

        public long[] Shape => _shape ?? [];

        public int Length => Shape.Length;

        public bool IsEmpty => Length == 0;

        public bool IsScalar => Length == 0;

        public long this[int idx] => Shape[idx];

        public long this[long idx] => Shape[idx];

        public static implicit operator Size(long size) => new(size);
        public static implicit operator Size((long, long) size) => new(size);
        public static implicit operator Size((long, long, long) size) => new(size);
        public static implicit operator Size((long, long, long, long) size) => new(size);
        public static implicit operator Size(long[] size) => new(size);

        public static bool operator ==(Size left, Size right) => left.Shape.AsSpan().SequenceEqual(right.Shape);

        public static bool operator !=(Size left, Size right) => !(left == right);

        public override bool Equals(object? obj) => obj is Size size && this == size;

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var length in Shape) hash.Add(length);
            return hash.ToHashCode();
        }

        public override string ToString() => $"[{string.Join(", ", Shape)}]";

        public long numel() => Shape.Aggregate(1L, (product, length) => product * length);

        public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)Shape).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
