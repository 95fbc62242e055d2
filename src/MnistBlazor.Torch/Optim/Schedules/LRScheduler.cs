namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>
        /// Learning rates that change as training goes on. Call step() after the optimizer's, once a batch or once an epoch.
        /// </summary>
        public static partial class lr_scheduler
        {
            /// <summary>Making a scheduler takes its first step, number 0, which may change the learning rate already.</summary>
            public abstract class LRScheduler
            {
                protected int _step_count;
                private readonly bool _verbose;

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    Groups = optimizer.ParamGroups.ToList();
                    Epoch = last_epoch;
                    BaseRates = Groups.Select(group => group.InitialLearningRate).ToList();
                    Rates = Groups.Select(group => group.LearningRate).ToArray();
                    _verbose = verbose;
                }

                private protected IReadOnlyList<ILearningRateController> Groups { get; }

                /// <summary>The learning rates of the groups before any schedule.</summary>
                private protected IReadOnlyList<double> BaseRates { get; }

                /// <summary>Steps taken since the one at the start, whether they are batches or epochs.</summary>
                private protected int Epoch { get; private set; }

                private double[] Rates { get; }

                public virtual void step() => step(null);

                public virtual void step(int? epoch)
                {
                    _step_count++;
                    Epoch = epoch ?? Epoch + 1;
                    var rates = (epoch is null ? get_lr() : get_closed_form_lr()).ToList();
                    for (var i = 0; i < Groups.Count; i++)
                    {
                        Groups[i].LearningRate = rates[i];
                        if (_verbose && Rates[i] != rates[i]) Console.WriteLine($"Adjusting learning rate to {rates[i]}");
                        Rates[i] = rates[i];
                    }
                }

                /// <summary>The metric is for schedules that watch one; the others ignore it.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                public IEnumerable<double> get_last_lr() => Rates;

                /// <summary>The rates now, from those before.</summary>
                protected virtual IEnumerable<double> get_lr() => Groups.Select(group => group.LearningRate);

                /// <summary>The rates now, from the number of the step alone.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                private protected IEnumerable<double> Scaled(double factor) => Groups.Select(group => group.LearningRate * factor);
            }
        }
    }
}
