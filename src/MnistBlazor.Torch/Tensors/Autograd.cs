using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Gradients by the backward pass.</summary>
public static partial class torch
{
    public partial class Tensor
    {
        public bool requires_grad
        {
            get => Info().RequiresGrad != 0;
            set => Held(tensor => NativeMethods.mt_set_requires_grad(tensor, value ? 1 : 0));
        }

        /// <summary>
        /// The gradient that backward passes have added up, or null. Each reading gives a new object for the same tensor.
        /// </summary>
        public Tensor? grad
        {
            get
            {
                nint grad = 0;
                Held(tensor => NativeMethods.mt_grad(tensor, out grad));
                return grad == 0 ? null : new Tensor(grad);
            }
            set
            {
                if (value is null) Held(tensor => NativeMethods.mt_set_grad(tensor, 0));
                else Held(tensor => value.Held(grad => NativeMethods.mt_set_grad(tensor, grad)));
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true)
        {
            if (requires_grad || this.requires_grad) this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Keeps the gradient of a tensor that is no leaf.</summary>
        public void retain_grad() => Held(NativeMethods.mt_retain_grad);

        /// <summary>The same memory, outside the graph.</summary>
        public Tensor detach() => Aten.Call("detach", this);

        public Tensor detach_() => Aten.InPlace("detach_", this);

        /// <summary>Adds the gradients of this number to the leaves that it was computed from.</summary>
        public void backward() => autograd.backward([this]);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>Calls with the native pointer, held.</summary>
        private int Held(Func<nint, int> call)
        {
            var tensor = Hold();
            try
            {
                NativeMethods.Check(call(tensor));
                return 0;
            }
            finally
            {
                LetGo();
            }
        }
    }

    public static unsafe class autograd
    {
        /// <summary>
        /// Gradients of the outputs with respect to the inputs, added to nothing; an unused input's is null if that is allowed.
        /// </summary>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            using var held = new HeldTensors();
            var (from, seeds, to) = (held.Add(outputs), held.Seeds(grad_outputs, outputs.Count), held.Add(inputs));
            var results = new nint[inputs.Count];
            fixed (nint* pfrom = from, pseeds = seeds, pto = to, presults = results)
            {
                NativeMethods.Check(NativeMethods.mt_autograd_grad(
                    pfrom, pseeds, from.Length, pto, to.Length, retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0,
                    presults));
            }
            return Array.ConvertAll(results, handle => handle == 0 ? null! : new Tensor(handle));
        }

        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null)
        {
            using var held = new HeldTensors();
            var (from, seeds, to) = (held.Add(tensors), held.Seeds(grad_tensors, tensors.Count), held.Add(inputs ?? []));
            fixed (nint* pfrom = from, pseeds = seeds, pto = to)
            {
                NativeMethods.Check(NativeMethods.mt_backward(
                    pfrom, pseeds, from.Length, retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, pto, to.Length));
            }
        }

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>Native pointers of tensors, kept valid until the end.</summary>
        private sealed class HeldTensors : IDisposable
        {
            private readonly List<Tensor> _held = [];

            internal nint[] Add(IList<Tensor> tensors)
            {
                var handles = new nint[tensors.Count];
                for (var i = 0; i < handles.Length; i++)
                {
                    handles[i] = (tensors[i] ?? throw new ArgumentNullException(nameof(tensors))).Hold();
                    _held.Add(tensors[i]);
                }
                return handles;
            }

            /// <summary>One seed for each output; none stands for ones.</summary>
            internal nint[] Seeds(IList<Tensor>? seeds, int outputs)
            {
                if (seeds is null) return new nint[outputs];
                return seeds.Count == outputs
                    ? Add(seeds)
                    : throw new ArgumentException($"There are {outputs} tensors to go back from, and {seeds.Count} gradients.");
            }

            public void Dispose() => _held.ForEach(tensor => tensor.LetGo());
        }
    }
}
