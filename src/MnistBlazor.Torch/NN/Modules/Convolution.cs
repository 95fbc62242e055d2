using static TorchSharp.torch;

namespace TorchSharp
{
    /// <summary>What lies outside an image.</summary>
    public enum PaddingModes
    {
        Zeros = 0,
        Reflect = 1,
        Replicate = 2,
        Circular = 3,
        Constant = 4,
    }

    /// <summary>None, or as much as keeps the size.</summary>
    public enum Padding
    {
        Valid = 0,
        Same = 1,
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Learned filters that slide over the input.</summary>
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        private Parameter _weight;
        private Parameter? _bias;

        /// <exception cref="ArgumentException">Sizes that make no convolution: channels not a multiple of the groups, an empty kernel,
        /// "same" with a stride.</exception>
        private protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding,
            Padding? padding_type, long[] dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
            : base(name)
        {
            if (groups <= 0 || in_channels <= 0 || out_channels <= 0 || in_channels % groups != 0 || out_channels % groups != 0)
                throw new ArgumentException($"{in_channels} and {out_channels} channels cannot be divided into {groups} groups.");
            if (kernel_size.Any(size => size <= 0)) throw new ArgumentException("A kernel cannot be empty.", nameof(kernel_size));
            if (padding_type == Padding.Same && stride.Any(step => step != 1))
                throw new ArgumentException("padding='same' is not supported for strided convolutions", nameof(padding_type));
            (this.in_channels, this.out_channels, this.kernel_size, this.groups) = (in_channels, out_channels, kernel_size, groups);
            (this.stride, this.padding, this.padding_type) = (stride, padding, padding_type);
            (this.dilation, this.padding_mode) = (dilation, padding_mode);

            _weight = empty([out_channels, in_channels / groups, .. kernel_size], dtype, device).AsParameter();
            weight = _weight;
            if (bias)
            {
                _bias = empty(out_channels, dtype, device).AsParameter();
                this.bias = _bias;
            }
            reset_parameters();
        }

        public long in_channels { get; }

        public long out_channels { get; }

        public long[] kernel_size { get; set; }

        public long[] stride { get; set; }

        public long[]? padding { get; }

        public Padding? padding_type { get; }

        public long[] dilation { get; set; }

        public long groups { get; set; }

        public PaddingModes padding_mode { get; set; }

        /// <summary>[out_channels, in_channels / groups, ...kernel_size]</summary>
        public Parameter weight
        {
            get => _weight;
            set
            {
                if (!ReferenceEquals(_weight, value)) _weight.Dispose();
                _weight = value;
                ConditionallyRegisterParameter(nameof(weight), value);
            }
        }

        /// <summary>[out_channels]</summary>
        public Parameter? bias
        {
            get => _bias;
            set
            {
                if (!ReferenceEquals(_bias, value)) _bias?.Dispose();
                _bias = value;
                ConditionallyRegisterParameter(nameof(bias), value);
            }
        }

        /// <summary>Uniform in ±1/sqrt(inputs of one output), as in PyTorch.</summary>
        public void reset_parameters()
        {
            nn.init.kaiming_uniform_(_weight, Math.Sqrt(5));
            if (_bias is null) return;
            var (fanIn, _) = nn.init.CalculateFanInAndFanOut(_weight);
            nn.init.uniform_(_bias, -1 / Math.Sqrt(fanIn), 1 / Math.Sqrt(fanIn));
        }

        /// <summary>Padding from the last dimension to the first, both sides of each, as functional.pad takes it.</summary>
        private protected long[] PaddingForPad()
        {
            var both = new List<long>();
            for (var d = kernel_size.Length - 1; d >= 0; d--)
            {
                var total = padding_type switch
                {
                    Padding.Same => dilation[d] * (kernel_size[d] - 1),
                    Padding.Valid => 0,
                    _ => 2 * padding![d],
                };
                both.AddRange([total / 2, total - total / 2]);
            }
            return [.. both];
        }
    }
}
