using TorchSharp.Modules;

namespace TorchSharp;

/// <summary>torch.optim: how gradients become new parameters.</summary>
public static partial class torch
{
    public static partial class optim
    {
        /// <summary>
        /// Changes parameters by their gradients. It owns its own state, not the parameters; a parameter without a gradient is left alone.
        /// </summary>
        public abstract class Optimizer : IDisposable
        {
            protected IList<ParamGroup> _parameter_groups = [];

            /// <summary>Groups of parameters with options of their own; a schedule sets their learning rates.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            /// <summary>Sets every gradient to zero.</summary>
            public abstract void zero_grad();

            /// <summary>One step. A closure, where given, is called first, with gradients on, and its loss returned.</summary>
            public abstract Tensor? step(Func<Tensor>? closure = null);

            public abstract void add_param_group(ParamGroup param_group);

            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected abstract void Dispose(bool disposing);

            /// <summary>Options of each group and state of each parameter: the optimizer's own, not copies.</summary>
            public class StateDictionary
            {
                internal StateDictionary() { }

                public List<OptimizerOptions> Options { get; } = [];

                public List<OptimizerState> State { get; } = [];

                /// <summary>For each group, which of the states are its parameters'.</summary>
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }

        public interface ILearningRateController
        {
            double LearningRate { get; set; }

            double InitialLearningRate { get; set; }
        }

        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }
    }
}
