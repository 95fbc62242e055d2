using TorchSharp.Modules;

namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module learns. It takes the place of the tensor that it is made of, which is disposed by that.</summary>
    public sealed class Parameter : torch.Tensor
    {
        public Parameter(torch.Tensor data, bool requires_grad = true) : base(data) => with_requires_grad(requires_grad);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }

    public static partial class TensorExtensionMethods
    {
        public static Parameter AsParameter(this torch.Tensor tensor) => new(tensor);
    }
}
