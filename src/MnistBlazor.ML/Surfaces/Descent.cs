using MnistBlazor.ML.Training;
using TorchSharp.Modules;

namespace MnistBlazor.ML.Surfaces;

/// <summary>How an optimizer walks down a surface.</summary>
/// <param name="Steps">1 to <see cref="Descent.MaxSteps"/>.</param>
/// <param name="Noise">
/// Standard deviation of what is added to each part of the gradient in each step, as if it came from a small batch of images; 0: none.
/// </param>
/// <param name="Seed">Of the noise: every optimizer with the same seed gets the same.</param>
public sealed record DescentOptions(OptimizerSpec Optimizer, SurfacePoint Start, int Steps, double Noise = 0, int Seed = 1);

/// <summary>Where an optimizer came by: the start, then a place per step.</summary>
/// <param name="Losses">At each of the points.</param>
/// <param name="Diverged">It ran away and was stopped: there are fewer points than steps.</param>
public sealed record DescentPath(IReadOnlyList<SurfacePoint> Points, IReadOnlyList<double> Losses, bool Diverged);

/// <summary>Walks down a surface with the optimizers that train the lessons' networks.</summary>
public static class Descent
{
    public const int MaxSteps = 1000;

    /// <summary>A loss past it, or a weight, is one that ran away.</summary>
    private const double Largest = 1e9;

    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static DescentPath Walk(Surface surface, DescentOptions options, CancellationToken cancellation = default)
    {
        options.Optimizer.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Steps, MaxSteps);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Noise);
        var (points, losses) = (new List<SurfacePoint>(options.Steps + 1), new List<double>(options.Steps + 1));
        using var all = NewDisposeScope();
        using var model = new TwoWeights(options.Start);
        using var optimizer = Optimizers.Create(options.Optimizer, model);
        using var noise = Seeds.Noise();
        var weights = model.Weights;

        #region cell: descent
        for (var step = 0; step < options.Steps; step++)
        {
            // What a step computes is given back when it ends.
            using var scope = NewDisposeScope();

            // Forward: how high is it here?
            var loss = surface.Loss(weights[0], weights[1]);

            // Backward: which way is up?
            optimizer.zero_grad();
            loss.backward();
            if (!Note(loss)) break;

            // One step down, in the optimizer's way.
            AddNoise(step);
            optimizer.step();
        }
        #endregion

        var diverged = losses.Count < options.Steps || !Note(surface.Loss(weights[0], weights[1]));
        return new(points, losses, diverged);

        bool Note(Tensor loss)
        {
            cancellation.ThrowIfCancellationRequested();
            var (point, height) = (new SurfacePoint(weights[0].item<double>(), weights[1].item<double>()), loss.item<double>());
            if (!(Math.Abs(point.X) < Largest && Math.Abs(point.Y) < Largest && Math.Abs(height) < Largest)) return false;
            points.Add(point);
            losses.Add(height);
            return true;
        }

        void AddNoise(int step)
        {
            if (options.Noise == 0) return;
            Seeds.MoveTo(noise, options.Seed, step);
            using var _ = no_grad();
            weights.grad!.add_(randn(2, float64, generator: noise), alpha: options.Noise);
        }
    }

    /// <summary>A network of two weights and nothing else, as an optimizer takes it.</summary>
    private sealed class TwoWeights : Module<Tensor, Tensor>
    {
        public TwoWeights(SurfacePoint start) : base(nameof(TwoWeights))
        {
            Weights = new(tensor([start.X, start.Y], float64));
            RegisterComponents();
        }

        public Parameter Weights { get; }

        public override Tensor forward(Tensor input) => Weights;
    }
}
