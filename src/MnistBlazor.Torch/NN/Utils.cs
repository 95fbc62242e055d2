using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>For all parameters of a network at once.</summary>
        public static class utils
        {
            /// <summary>
            /// Scales gradients down so that their norm, all taken as one vector, is at most max_norm; returns what it was.
            /// </summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var scope = NewDisposeScope();
                using var noGrad = no_grad();
                var grads = tensors.Select(parameter => parameter.grad).OfType<Tensor>().ToList();
                if (grads.Count == 0) return 0;
                var norms = stack(grads.Select(grad => grad.norm((float)norm_type).to(grads[0].device)));
                var total = double.IsInfinity(norm_type) ? norms.max() : norms.norm((float)norm_type);
                var coefficient = (max_norm / (total + 1e-6)).clamp(max: 1.0);
                foreach (var grad in grads) grad.mul_(coefficient.to(grad.device));
                return total.ToDouble();
            }

            /// <summary>Brings every element of the gradients into ±clip_value.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var noGrad = no_grad();
                foreach (var parameter in tensors)
                {
                    using var grad = parameter.grad;
                    grad?.clamp_(-clip_value, clip_value);
                }
            }

            /// <summary>All parameters one after another, as one vector.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(parameter => parameter.reshape(-1)).ToArray()).MoveToOuterDisposeScope();
            }

            /// <summary>The other way: copies the parts of a vector into parameters.</summary>
            /// <exception cref="ArgumentException">The vector is shorter or longer than the parameters.</exception>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                using var noGrad = no_grad();
                var parameters = tensors.ToList();
                var wanted = parameters.Sum(parameter => parameter.numel());
                if (vec.numel() != wanted)
                    throw new ArgumentException($"The parameters have {wanted} elements, the vector {vec.numel()}.", nameof(vec));
                var start = 0L;
                foreach (var parameter in parameters)
                {
                    parameter.copy_(vec.narrow(0, start, parameter.numel()).view_as(parameter));
                    start += parameter.numel();
                }
            }
        }
    }
}
