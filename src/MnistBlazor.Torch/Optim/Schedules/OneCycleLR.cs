namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>
                /// Up to max_lr and down to almost nothing in total_steps, with momentum (Adam's beta1) the other way round
                /// (Smith and Topin 2018). It sets every rate itself: the optimizer's own does not matter.
                /// </summary>
                public class OneCycleLR : LRScheduler
                {
                    public enum AnnealStrategy
                    {
                        Cos,
                        Linear,
                    }

                    private readonly int _totalSteps;
                    private readonly AnnealStrategy _strategy;
                    private readonly bool _cycleMomentum;
                    private readonly Phase[] _phases;
                    private readonly double[] _initial;
                    private readonly double[] _highest;
                    private readonly double[] _lowest;
                    private readonly double[] _baseMomentum;
                    private readonly double[] _maxMomentum;

                    public OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                        double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true,
                        double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4,
                        bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, ForEach(optimizer, max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy,
                            cycle_momentum,
                            ForEach(optimizer, base_momentum), ForEach(optimizer, max_momentum), div_factor, final_div_factor, three_phase,
                                last_epoch, verbose)
                    {
                    }

                    /// <exception cref="ArgumentException">No number of steps, an option out of its range, or an optimizer without momentum
                    /// to cycle.</exception>
                    public OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1,
                        int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos,
                        bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null,
                        double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (cycle_momentum && optimizer is not (IMomentum or IBetas))
                            throw new ArgumentException("optimizer must support momentum with `cycle_momentum` option enabled");
                        if (pct_start is < 0 or > 1)
                            throw new ArgumentException($"Expected float between 0 and 1 for pct_start, but got {pct_start}");
                        _totalSteps = TotalSteps(total_steps, epochs, steps_per_epoch);
                        _strategy = anneal_strategy;
                        _cycleMomentum = cycle_momentum;
                        _highest = PerGroup(max_lr);
                        _initial = Array.ConvertAll(_highest, rate => rate / div_factor);
                        _lowest = Array.ConvertAll(_initial, rate => rate / final_div_factor);
                        _baseMomentum = PerGroup(base_momentum ?? ForEach(optimizer, 0.85));
                        _maxMomentum = PerGroup(max_momentum ?? ForEach(optimizer, 0.95));
                        var rising = new Phase(pct_start * _totalSteps - 1, _initial, _highest, _maxMomentum, _baseMomentum);
                        _phases = three_phase
                            ?
                            [
                                rising,
                                new Phase(2 * pct_start * _totalSteps - 2, _highest, _initial, _baseMomentum, _maxMomentum),
                                new Phase(_totalSteps - 1, _initial, _lowest, _maxMomentum, _maxMomentum),
                            ]
                            : [rising, new Phase(_totalSteps - 1, _highest, _lowest, _baseMomentum, _maxMomentum)];
                        step();
                    }

                    /// <exception cref="InvalidOperationException">More steps than there were to be.</exception>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (Epoch > _totalSteps)
                            throw new InvalidOperationException($"Tried to step {Epoch + 1} times, of {_totalSteps} total steps");
                        var number = 0;
                        while (number < _phases.Length - 1 && Epoch > _phases[number].End) number++;
                        var phase = _phases[number];
                        var start = number == 0 ? 0 : _phases[number - 1].End;
                        var part = (Epoch - start) / (phase.End - start);
                        for (var i = 0; i < Groups.Count && _cycleMomentum; i++)
                        {
                            var momentum = Anneal(phase.FromMomentum[i], phase.ToMomentum[i], part);
                            if (Groups[i] is IBetas betas) betas.Betas = (momentum, betas.Betas.Item2);
                            else if (Groups[i] is IMomentum one) one.Momentum = momentum;
                        }
                        return Groups.Select((_, i) => Anneal(phase.FromRate[i], phase.ToRate[i], part));
                    }

                    private double Anneal(double from, double to, double part) => _strategy == AnnealStrategy.Cos
                        ? to + (from - to) / 2 * (1 + Math.Cos(Math.PI * part))
                        : (to - from) * part + from;

                    private double[] PerGroup(IEnumerable<double> values)
                    {
                        var array = values.ToArray();
                        return array.Length == Groups.Count
                            ? array
                            : throw new ArgumentException($"Expected {Groups.Count} values, one for each group, but got {array.Length}");
                    }

                    private static IEnumerable<double> ForEach(Optimizer optimizer, double value)
                    {
                        ArgumentNullException.ThrowIfNull(optimizer);
                        return Enumerable.Repeat(value, optimizer.ParamGroups.Count());
                    }

                    private static int TotalSteps(int total, int epochs, int perEpoch)
                    {
                        if (total == -1 && epochs == -1 && perEpoch == -1)
                            throw new ArgumentException("You must define either total_steps OR (epochs AND steps_per_epoch)");
                        if (total != -1)
                            return total > 0
                                ? total
                                : throw new ArgumentException($"Expected positive integer total_steps, but got {total}");
                        if (epochs <= 0) throw new ArgumentException($"Expected positive integer epochs, but got {epochs}");
                        if (perEpoch <= 0) throw new ArgumentException($"Expected positive integer steps_per_epoch, but got {perEpoch}");
                        return epochs * perEpoch;
                    }

                    /// <summary>Until the step End, from these rates and momenta to those, group by group.</summary>
                    private sealed record Phase(double End, double[] FromRate, double[] ToRate, double[] FromMomentum, double[] ToMomentum);
                }
            }

            public static LRScheduler OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1,
                int steps_per_epoch = -1, double pct_start = 0.3,
                impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true,
                double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4,
                bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum,
                    base_momentum, max_momentum, div_factor, final_div_factor, three_phase, last_epoch, verbose);

            public static LRScheduler OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1,
                int steps_per_epoch = -1, double pct_start = 0.3,
                impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true,
                IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, double div_factor = 25,
                double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum,
                    base_momentum, max_momentum, div_factor, final_div_factor, three_phase, last_epoch, verbose);
        }
    }
}
