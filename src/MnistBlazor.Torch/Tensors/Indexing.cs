using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>t[...] as in Python: numbers and slices give views of the same memory, tensors of positions or bools give copies.</summary>
public static partial class torch
{
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, (TensorIndex)i1);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => index_put_(value, i1, i2);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => index_put_(value, i1, i2, i3);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(i1, i2, i3, i4);
            set => index_put_(value, i1, i2, i3, i4);
        }

        public Tensor index(params Tensor[] indices) => index(Array.ConvertAll(indices, TensorIndex.Tensor));

        public Tensor index(params TensorIndex[] indices)
        {
            var (view, positions) = ApplyViews(indices);
            if (positions is null) return view;
            try
            {
                return Aten.Call("index.Tensor", view, positions);
            }
            finally
            {
                view.Dispose();
                DisposeMade(positions, indices);
            }
        }

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, accumulate: false);

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, accumulate: false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor), accumulate);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            var (view, positions) = ApplyViews(indices);
            try
            {
                if (positions is not null) Aten.InPlace("index_put_", view, positions, value, accumulate);
                else if (accumulate) Aten.InPlace("add_.Tensor", view, value);
                else Aten.InPlace("copy_", view, value);
            }
            finally
            {
                view.Dispose();
                if (positions is not null) DisposeMade(positions, indices);
            }
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var tensor = Aten.Call("scalar_tensor", value, dtype, Arg.None, device);
            return index_put_(tensor, indices);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) =>
            index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        public Tensor index_select(long dim, Tensor index) => Aten.Call("index_select", this, dim, index);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Aten.Call("index_add", this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Aten.InPlace("index_add_", this, dim, index, source, alpha);

        public Tensor index_copy(long dim, Tensor index, Tensor source) => Aten.Call("index_copy", this, dim, index, source);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Aten.InPlace("index_copy_", this, dim, index, source);

        public Tensor index_fill(long dim, Tensor index, Scalar value) => Aten.Call("index_fill.int_Scalar", this, dim, index, value);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Aten.InPlace("index_fill_.int_Scalar", this, dim, index, value);

        public Tensor select(long dim, long index) => Aten.Call("select.int", this, dim, index);

        public Tensor narrow(long dim, long start, long length) => Aten.Call("narrow", this, dim, start, length);

        public Tensor slice(long dim, long start, long finish, long step) => Aten.Call("slice.Tensor", this, dim, start, finish, step);

        public Tensor gather(long dim, Tensor index) => Aten.Call("gather", this, dim, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => Aten.Call("scatter.src", this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => Aten.InPlace("scatter_.src", this, dim, index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Aten.Call("scatter_add", this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Aten.InPlace("scatter_add_", this, dim, index, src);

        public Tensor take(Tensor index) => Aten.Call("take", this, index);

        public Tensor take_along_dim(Tensor indices, long dim) => Aten.Call("take_along_dim", this, indices, dim);

        public Tensor masked_fill(Tensor mask, Scalar value) => Aten.Call("masked_fill.Scalar", this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Aten.InPlace("masked_fill_.Scalar", this, mask, value);

        public Tensor masked_select(Tensor mask) => Aten.Call("masked_select", this, mask);

        public Tensor nonzero() => Aten.Call("nonzero", this);

        public Tensor argwhere() => Aten.Call("argwhere", this);

        public Tensor where(Tensor condition, Tensor y) => Aten.Call("where.self", condition, this, y);

        /// <summary>
        /// Applies all that makes a view, from left to right, and collects tensors of positions by the dimension they index;
        /// without any, the second result is null.
        /// </summary>
        private (Tensor View, Tensor?[]? Positions) ApplyViews(TensorIndex[] indices)
        {
            ArgumentNullException.ThrowIfNull(indices);
            var taken = indices.Sum(DimensionsTaken);
            var view = alias();
            var positions = new List<Tensor?>();
            try
            {
                var dim = 0L;
                foreach (var index in indices)
                {
                    switch (index.Kind)
                    {
                        case IndexKind.Number:
                            view = Replace(view, view.select(dim, index.Start ?? 0));
                            break;
                        case IndexKind.Slice:
                            view = Replace(view, Aten.Call("slice.Tensor", view, dim++, index.Start, index.Stop, index.Step ?? 1));
                            break;
                        case IndexKind.NewDimension:
                            view = Replace(view, view.unsqueeze(dim++));
                            break;
                        case IndexKind.Ellipsis:
                            dim += Math.Max(0, Dimensions - taken);
                            break;
                        case IndexKind.Bool:
                            view = Replace(view, view.unsqueeze(dim));
                            Put(positions, dim++, Aten.Call("full", new[] { 1L }, index.Start != 0, ScalarType.Bool, Arg.None, device));
                            break;
                        case IndexKind.Positions:
                            var tensor = index.Positions ?? throw new ArgumentNullException(nameof(indices));
                            Put(positions, dim, tensor);
                            dim += DimensionsTaken(index);
                            break;
                    }
                }
                return (view, positions.Count == 0 ? null : [.. positions]);
            }
            catch
            {
                view.Dispose();
                DisposeMade([.. positions], indices);
                throw;
            }
        }

        private static long DimensionsTaken(TensorIndex index) => index.Kind switch
        {
            IndexKind.Number or IndexKind.Slice => 1,
            // A mask, of which libtorch still takes the old kind of bytes too, stands for as many dimensions as it has.
            IndexKind.Positions when index.Positions is { } tensor =>
                tensor.dtype is ScalarType.Bool or ScalarType.Byte ? tensor.Dimensions : 1,
            _ => 0,
        };

        private static Tensor Replace(Tensor old, Tensor @new)
        {
            old.Dispose();
            return @new;
        }

        private static void Put(List<Tensor?> positions, long dim, Tensor tensor)
        {
            while (positions.Count < dim) positions.Add(null);
            positions.Add(tensor);
        }

        /// <summary>Disposes those of the positions that were made here, and not the caller's.</summary>
        private static void DisposeMade(Tensor?[] positions, TensorIndex[] indices)
        {
            foreach (var tensor in positions)
            {
                if (tensor is not null && !indices.Any(i => ReferenceEquals(i.Positions, tensor))) tensor.Dispose();
            }
        }
    }

    public static Tensor index_select(Tensor input, long dim, Tensor index) => input.index_select(dim, index);

    public static Tensor index_add(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) =>
        input.index_add(dim, index, source, alpha);

    public static Tensor index_copy(Tensor input, long dim, Tensor index, Tensor source) => input.index_copy(dim, index, source);

    public static Tensor select(Tensor input, long dim, long index) => input.select(dim, index);

    public static Tensor narrow(Tensor input, long dim, long start, long length) => input.narrow(dim, start, length);

    public static Tensor gather(Tensor input, long dim, Tensor index) => input.gather(dim, index);

    public static Tensor scatter(Tensor input, long dim, Tensor index, Tensor src) => input.scatter(dim, index, src);

    public static Tensor scatter_(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_(dim, index, src);

    public static Tensor scatter_add(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add(dim, index, src);

    public static Tensor masked_select(Tensor input, Tensor mask) => input.masked_select(mask);

    public static Tensor nonzero(Tensor input) => input.nonzero();

    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Aten.Call("where.self", condition, x, y);
}
