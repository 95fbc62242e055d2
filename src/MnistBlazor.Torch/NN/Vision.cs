using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a value between pixels is found.</summary>
    public enum InterpolationMode
    {
        Nearest = 0,
        Linear = 1,
        Bilinear = 2,
        Bicubic = 3,
        Trilinear = 4,
        Area = 5,
        NearestExact = 6,
    }

    public enum GridSampleMode
    {
        Nearest = 0,
        Bilinear = 2,
    }

    public enum GridSamplePaddingMode
    {
        Zeros = 0,
        Reflection = 1,
        Border = 2,
    }

    public static partial class nn
    {
        /// <summary>Images padded, resized, rotated and cut into patches.</summary>
        public static partial class functional
        {
            /// <summary>Pads the last dimensions: first both sides of the last, then of the one before, and so on.</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => mode switch
            {
                PaddingModes.Reflect => Aten.Call("pad", input, pad, "reflect"),
                PaddingModes.Replicate => Aten.Call("pad", input, pad, "replicate"),
                PaddingModes.Circular => Aten.Call("pad", input, pad, "circular"),
                _ => Aten.Call("pad", input, pad, "constant", value),
            };

            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.ToArray(), mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant,
                double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad, pad], mode, value);

            /// <summary>
            /// Where each pixel of the output is to be looked up: theta [N, 2, 3] and size [N, C, H, W] give [N, H, W, 2] in -1..1.
            /// </summary>
            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false)
            {
                ArgumentNullException.ThrowIfNull(size);
                return Aten.Call("affine_grid_generator", theta, size, align_corners);
            }

            /// <summary>Looks up input [N, C, H, W] at grid [N, H', W', 2].</summary>
            public static Tensor grid_sample(Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear,
                GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null)
            {
                // libtorch's operator numbers the modes in another order than TorchSharp's enumerations.
                var (interpolation, padding) = (mode == GridSampleMode.Nearest ? 1L : 0L, padding_mode switch
                {
                    GridSamplePaddingMode.Border => 1L,
                    GridSamplePaddingMode.Reflection => 2L,
                    _ => 0L,
                });
                return Aten.Call("grid_sampler", input, grid, interpolation, padding, align_corners ?? false);
            }

            /// <summary>Resizes images [N, C, H, W].</summary>
            /// <exception cref="ArgumentException">Not images, neither or both of size and scale_factor, or a mode that is not for
            /// images.</exception>
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null,
                InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false,
                bool antialias = false)
            {
                if (x.ndim != 4)
                    throw new ArgumentException($"Only images [N, C, H, W] can be resized, not {x.ndim} dimensions.", nameof(x));
                if (size is null == scale_factor is null)
                    throw new ArgumentException("Give either a size or a scale factor.", nameof(size));
                if ((size?.Length ?? scale_factor!.Length) != 2)
                    throw new ArgumentException("An image has a height and a width.", nameof(size));
                if (recompute_scale_factor && scale_factor is not null)
                {
                    size = [(long)(x.size(2) * scale_factor[0]), (long)(x.size(3) * scale_factor[1])];
                    scale_factor = null;
                }
                var aligned = align_corners ?? false;
                return (mode, antialias) switch
                {
                    (InterpolationMode.Nearest, false) => Aten.Call("upsample_nearest2d.vec", x, size, scale_factor),
                    (InterpolationMode.NearestExact, false) => Aten.Call("_upsample_nearest_exact2d.vec", x, size, scale_factor),
                    (InterpolationMode.Bilinear, false) => Aten.Call("upsample_bilinear2d.vec", x, size, aligned, scale_factor),
                    (InterpolationMode.Bilinear, true) => Aten.Call("_upsample_bilinear2d_aa.vec", x, size, aligned, scale_factor),
                    (InterpolationMode.Bicubic, false) => Aten.Call("upsample_bicubic2d.vec", x, size, aligned, scale_factor),
                    (InterpolationMode.Bicubic, true) => Aten.Call("_upsample_bicubic2d_aa.vec", x, size, aligned, scale_factor),
                    (InterpolationMode.Area, false) =>
                        adaptive_avg_pool2d(x, size ?? [(long)(x.size(2) * scale_factor![0]), (long)(x.size(3) * scale_factor[1])]),
                    _ => throw new ArgumentException($"{mode}{(antialias ? " with antialias" : "")} does not resize images.", nameof(mode)),
                };
            }

            /// <summary>Patches of images as columns: [N, C, H, W] to [N, C * kernel, patches].</summary>
            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                unfold(input, (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Tensor unfold(Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null,
                (long, long)? stride = null) =>
                Aten.Call("im2col", input, Sides(kernel_size), Sides(dilation ?? (1, 1)), Sides(padding ?? (0, 0)),
                    Sides(stride ?? (1, 1)));
        }
    }
}
