using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;
using TorchSharp.Modules;

namespace MnistBlazor.ML.Training;

/// <summary>A number that an optimizer remembers of a weight.</summary>
/// <param name="Name">PyTorch's: <c>exp_avg</c>.</param>
/// <param name="Before">0 if it remembered nothing yet.</param>
public sealed record Memory(string Name, double Before, double After);

/// <summary>One image's part in the gradient of a weight.</summary>
/// <param name="Index">Of the training image.</param>
/// <param name="Pixel">What the weight reads, 0..1.</param>
/// <param name="Score">The class's score.</param>
/// <param name="Probability">The class's, 0..1.</param>
/// <param name="IsClass">Whether the image is one of the class.</param>
public sealed record ImagePart(int Index, double Pixel, double Score, double Probability, bool IsClass)
{
    /// <summary>What the image adds to the sum whose mean is the gradient: (p - y) x.</summary>
    public double Contribution => (Probability - (IsClass ? 1 : 0)) * Pixel;
}

/// <summary>
/// What one step of training does to one weight of lesson 1's network, with every number on the way. In float64, so that the numbers add up
/// as far as they are shown.
/// </summary>
/// <param name="Step">The step that is looked at, from 1.</param>
/// <param name="Weight">Before it.</param>
/// <param name="Loss">Of the batch, before it.</param>
/// <param name="Parts">One for each image of the batch.</param>
/// <param name="Gradient">By backward: the mean of the parts' contributions.</param>
/// <param name="FiniteDifference">The gradient again: the loss with the weight a little larger, less that with it a little smaller.</param>
/// <param name="Difference">How little, each way.</param>
/// <param name="Memories">What the optimizer remembers of the weight.</param>
/// <param name="NewWeight">After the step.</param>
/// <param name="NewLoss">Of the same batch, once every weight has moved.</param>
/// <param name="Weights">[classes][784], all of them before the step.</param>
public sealed record WeightStep(
    int Step, double Weight, double Loss, IReadOnlyList<ImagePart> Parts, double Gradient, double FiniteDifference, double Difference,
    IReadOnlyList<Memory> Memories, double NewWeight, double NewLoss, float[][] Weights)
{
    /// <summary>Steps that are trained at most before the one that is looked at.</summary>
    public const int MaxStep = 600;

    private const double Small = 1e-4;

    /// <param name="options">Of a softmax regression.</param>
    /// <param name="label">The class whose weight it is.</param>
    /// <param name="pixel">0..783: the pixel that it reads.</param>
    /// <param name="step">1 to <see cref="MaxStep"/>, within the first epoch.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static WeightStep Of(
        TrainingOptions options, ImageDataset dataset, int label, int pixel, int step, CancellationToken cancellation = default)
    {
        options.Check(dataset);
        if (options.Model is not SoftmaxRegressionSpec) throw new ArgumentException("One step is shown of softmax regression only.");
        var classes = dataset.ClassNames.Count;
        if (label < 0 || label >= classes) throw new ArgumentException($"The classes are 0 to {classes - 1}, not {label}.");
        if (pixel is < 0 or >= 28 * 28) throw new ArgumentException($"The pixels are 0 to 783, not {pixel}.");

        using var scope = NewDisposeScope();
        using var drawn = Seeds.Weights(options.Seed);
        using var noise = Seeds.Noise();
        using var model = Network.Create(options.Model, classes, drawn, noise, CPU).to(float64);
        using var optimizer = Optimizers.Create(options.Optimizer, model);
        using var batches = new MiniBatches(dataset.OnDevice("cpu").Train, options.TrainingCount(dataset), options);
        var steps = Math.Min(MaxStep, batches.Count);
        if (step < 1 || step > steps) throw new ArgumentException($"The steps are 1 to {steps}, not {step}.");
        batches.Shuffle(epoch: 1);
        for (var before = 1; before < step; before++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var each = NewDisposeScope();
            var (some, theirs) = Batch(before - 1);
            Learn(some, theirs);
        }

        var (images, labels) = Batch(step - 1);
        var weights = model.parameters().First();
        var weight = weights[label, pixel].item<double>();
        var parts = Parts();
        var remembered = Remembered();
        var all = weights.to(float32).data<float>().ToArray().Chunk(28 * 28).ToArray();
        var difference = Tried();
        var loss = Learn(images, labels);
        var gradient = weights.grad![label, pixel].item<double>();
        var memories = Remembered().Select(after => new Memory(after.Key, remembered.GetValueOrDefault(after.Key), after.Value)).ToList();
        return new(step, weight, loss, parts, gradient, difference, Small, memories, weights[label, pixel].item<double>(), Loss(), all);

        (Tensor Images, Tensor Labels) Batch(int number)
        {
            var (taken, known) = batches.Take(number);
            return (taken.to(float64), known);
        }

        double Learn(Tensor shown, Tensor right)
        {
            #region cell: weight-step
            // How wrong that is, on average.
            var loss = functional.cross_entropy(model.forward(shown), right);

            // Backward: which way each weight changes the loss.
            optimizer.zero_grad();
            loss.backward();

            // Move every weight a little, against its gradient.
            optimizer.step();
            #endregion

            return loss.item<double>();
        }

        double Loss()
        {
            using var _ = no_grad();
            return functional.cross_entropy(model.forward(images), labels).item<double>();
        }

        double Tried()
        {
            #region cell: weight-step-tried
            // By trying: the loss with a little more, minus that with a little less.
            var (more, less) = (LossWith(weight + Small), LossWith(weight - Small));
            var gradient = (more - less) / (2 * Small);
            #endregion

            return gradient;
        }

        double LossWith(double value)
        {
            Set(value);
            var changed = Loss();
            Set(weight);
            return changed;
        }

        void Set(double value)
        {
            using var _ = no_grad();
            weights[label, pixel].fill_(value);
        }

        List<ImagePart> Parts()
        {
            using var _ = no_grad();
            var scores = model.forward(images);
            var probability = functional.softmax(scores, 1).select(1, label).data<double>().ToArray();
            var score = scores.select(1, label).data<double>().ToArray();
            var read = images.select(1, pixel).data<double>().ToArray();
            var right = labels.data<long>().ToArray();
            var index = batches.Indices(step - 1).cpu().data<long>().ToArray();
            return [.. read.Select((value, i) => new ImagePart((int)index[i], value, score[i], probability[i], right[i] == label))];
        }

        Dictionary<string, double> Remembered() => OptimizerStateDict.Of(optimizer, model, "linear.weight")
            .ToDictionary(state => state.Name, state => state.Value[label, pixel].item<double>());
    }
}
