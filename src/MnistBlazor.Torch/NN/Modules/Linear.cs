using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x W^T + b: [..., in_features] to [..., out_features].</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        private Parameter _weight;
        private Parameter? _bias;

        /// <summary>Both start uniform in ±1/sqrt(in_features), as in PyTorch.</summary>
        internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Linear))
        {
            if (inputSize < 0 || outputSize < 0)
                throw new ArgumentOutOfRangeException(nameof(inputSize), "A layer cannot have fewer than no features.");
            _weight = empty(outputSize, inputSize, dtype, device).AsParameter();
            nn.init.kaiming_uniform_(_weight, a: Math.Sqrt(5));
            weight = _weight;
            if (!hasBias) return;
            _bias = empty(outputSize, dtype, device).AsParameter();
            var bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
            nn.init.uniform_(_bias, -bound, bound);
            bias = _bias;
        }

        internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
        {
            this.weight = _weight = weight;
            if (bias is not null) this.bias = bias;
        }

        public long in_features => _weight.shape[1];

        public long out_features => _weight.shape[0];

        /// <summary>[out_features, in_features]</summary>
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

        /// <summary>[out_features]</summary>
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

        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, _weight, _bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

            public static partial class functional
            {
                /// <summary>x W^T + b</summary>
                public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                    Interop.Aten.Call("linear", input, weights, bias);
            }
        }
    }
}
