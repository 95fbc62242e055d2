using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>What a tensor says of itself.</summary>
public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => Info().Dim;

        public long ndim => Info().Dim;

        public long NumberOfElements => Info().NumEl;

        public long ElementSize => Info().ElementSize;

        public ScalarType dtype => (ScalarType)Info().ScalarType;

        public DeviceType device_type => (DeviceType)Info().DeviceType;

        public int device_index => (int)Info().DeviceIndex;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_sparse => Info().IsSparse != 0;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_leaf => Info().IsLeaf != 0;

        public Device device
        {
            get
            {
                var info = Info();
                return info.DeviceType == (long)DeviceType.CPU ? CPU : new Device((DeviceType)info.DeviceType, (int)info.DeviceIndex);
            }
        }

        public long[] shape => Shape(strides: false);

        public long dim() => Info().Dim;

        public long numel() => Info().NumEl;

        public long element_size() => Info().ElementSize;

        public long storage_offset() => Info().StorageOffset;

        public long[] size() => shape;

        /// <exception cref="IndexOutOfRangeException">There is no such dimension.</exception>
        public long size(int dim) => At(shape, dim);

        public long[] stride() => Shape(strides: true);

        /// <exception cref="IndexOutOfRangeException">There is no such dimension.</exception>
        public long stride(int dim) => At(stride(), dim);

        public bool is_contiguous() => Info().IsContiguous != 0;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        internal unsafe NativeTensorInfo Info()
        {
            NativeTensorInfo info;
            var tensor = Hold();
            try
            {
                NativeMethods.Check(NativeMethods.mt_tensor_info(tensor, &info));
            }
            finally
            {
                LetGo();
            }
            return info;
        }

        private unsafe long[] Shape(bool strides)
        {
            var dimensions = Info().Dim;
            var (sizes, steps) = (new long[dimensions], new long[dimensions]);
            fixed (long* psizes = sizes, psteps = steps)
            {
                var tensor = Hold();
                try
                {
                    NativeMethods.Check(NativeMethods.mt_tensor_shape(tensor, psizes, psteps, dimensions));
                }
                finally
                {
                    LetGo();
                }
            }
            return strides ? steps : sizes;
        }

        private static long At(long[] lengths, int dim)
        {
            var position = dim < 0 ? dim + lengths.Length : dim;
            return position >= 0 && position < lengths.Length
                ? lengths[position]
                : throw new IndexOutOfRangeException($"A tensor of {lengths.Length} dimensions has no dimension {dim}.");
        }
    }

    public static long numel(Tensor input) => input.numel();
}
