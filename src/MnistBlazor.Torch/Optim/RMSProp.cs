using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Divides the gradient by the root of the running mean of its square (Hinton's lecture 6e).</summary>
    public class RMSProp : OptimizerHelper, optim.IMomentum
    {
        private readonly Options _defaults;

        public RMSProp(IEnumerable<Parameter> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
            double momentum = 0, bool centered = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
        {
        }

        /// <exception cref="ArgumentException">An option out of its range.</exception>
        public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8,
            double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
        {
            if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
            if (alpha < 0) throw new ArgumentException($"Invalid alpha value: {alpha}");
            if (eps < 0) throw new ArgumentException($"Invalid epsilon value: {eps}");
            if (momentum < 0) throw new ArgumentException($"Invalid momentum value: {momentum}");
            if (weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
            _defaults = new Options
            {
                LearningRate = lr, alpha = alpha, eps = eps, weight_decay = weight_decay, momentum = momentum, centered = centered,
                maximize = maximize,
            };
            AddGroups(parameters);
        }

        public double Momentum
        {
            get => _defaults.momentum!.Value;
            set
            {
                _defaults.momentum = value;
                foreach (var group in _parameter_groups) ((Options)group.Options).momentum = value;
            }
        }

        private protected override void Update(Parameter parameter, Tensor grad, OptimizerState state, OptimizerOptions options)
        {
            var (own, memory) = ((Options)options, (State)state);
            var (alpha, learningRate) = (own.alpha!.Value, own.LearningRate!.Value);
            if (own.maximize!.Value) grad = grad.neg();
            memory.step++;
            if (own.weight_decay!.Value != 0) grad = grad.add(parameter, alpha: own.weight_decay.Value);
            memory.square_avg.mul_(alpha).addcmul_(grad, grad, value: 1 - alpha);
            var variance = memory.square_avg;
            if (own.centered!.Value)
            {
                memory.grad_avg.mul_(alpha).add_(grad, alpha: 1 - alpha);
                variance = variance.addcmul(memory.grad_avg, memory.grad_avg, value: -1);
            }
            var denominator = variance.sqrt().add_(own.eps!.Value);
            if (own.momentum!.Value > 0)
            {
                memory.momentum_buffer.mul_(own.momentum.Value).addcdiv_(grad, denominator);
                parameter.add_(memory.momentum_buffer, alpha: -learningRate);
            }
            else
            {
                parameter.addcdiv_(grad, denominator, value: -learningRate);
            }
        }

        private protected override OptimizerOptions NewOptions() => new Options();

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private protected override void Complete(OptimizerOptions options)
        {
            var own = (Options)options;
            own.LearningRate ??= _defaults.LearningRate;
            own.alpha ??= _defaults.alpha;
            own.eps ??= _defaults.eps;
            own.weight_decay ??= _defaults.weight_decay;
            own.momentum ??= _defaults.momentum;
            own.centered ??= _defaults.centered;
            own.maximize ??= _defaults.maximize;
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor square_avg = null!;
            public Tensor grad_avg = null!;
            public Tensor momentum_buffer = null!;

            public State(Parameter parameter) : base(parameter) { }

            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                Replace(ref square_avg!, Filled(0));
                Replace(ref grad_avg!, Filled(0));
                Replace(ref momentum_buffer!, Filled(0));
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                square_avg.Save(writer);
                SaveConditionalStateTensor(writer, momentum_buffer);
                SaveConditionalStateTensor(writer, grad_avg);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                square_avg.Load(reader);
                LoadConditionalStateTensor(reader, ref momentum_buffer!);
                LoadConditionalStateTensor(reader, ref grad_avg!);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var other = (State)source;
                step = other.step;
                Replace(ref square_avg!, Copied(other.square_avg));
                Replace(ref grad_avg!, Copied(other.grad_avg));
                Replace(ref momentum_buffer!, Copied(other.momentum_buffer));
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State state && step == state.step && Close(square_avg, state.square_avg) && Close(grad_avg, state.grad_avg) &&
                Close(momentum_buffer, state.momentum_buffer);

            public override void to(Device device)
            {
                Move(ref square_avg!, device);
                Move(ref grad_avg!, device);
                Move(ref momentum_buffer!, device);
            }

            public void Dispose()
            {
                square_avg?.Dispose();
                grad_avg?.Dispose();
                momentum_buffer?.Dispose();
            }
        }

        public class Options : OptimizerOptions
        {
            public double? momentum;
            public double? alpha;
            public double? eps;
            public double? weight_decay;
            public bool? centered;
            public bool? maximize;

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(maximize!.Value);
                writer.Write(momentum!.Value);
                writer.Write(alpha!.Value);
                writer.Write(eps!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(centered!.Value);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                maximize = reader.ReadBoolean();
                momentum = reader.ReadDouble();
                alpha = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                centered = reader.ReadBoolean();
            }

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                (momentum, alpha, eps) = (other.momentum, other.alpha, other.eps);
                (weight_decay, centered, maximize) = (other.weight_decay, other.centered, other.maximize);
            }
        }

        public class ParamGroup : ParamGroup<Options>, optim.IMomentum
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double eps = 1e-8, double alpha = 0.99,
                double weight_decay = 0, double momentum = 0, bool centered = false)
                : base(parameters, new Options
                {
                    LearningRate = lr, eps = eps, alpha = alpha, weight_decay = weight_decay, momentum = momentum, centered = centered,
                })
            {
            }

            public double Momentum
            {
                get => Options.momentum!.Value;
                set => Options.momentum = value;
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static RMSProp RMSProp(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
                double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static RMSProp RMSProp(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double alpha = 0.99,
                double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static RMSProp RMSProp(IEnumerable<RMSProp.ParamGroup> parameters, double lr = 0.01, double alpha = 0.99,
                double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
}
