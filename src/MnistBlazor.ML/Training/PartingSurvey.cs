using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;

namespace MnistBlazor.ML.Training;

/// <summary>
/// Trains two runs side by side, from one point on, until their losses differ: on a CPU, as these runs were trained, bit for bit. Batch by
/// batch, so that whoever shares the thread has it in between. It keeps two networks: dispose it on the thread that it works on.
/// </summary>
public sealed class PartingSurvey : IDisposable
{
    /// <summary>Batches that are compared at most. A change of an option acts at once, or, like the number of epochs, never.</summary>
    public const int MostBatches = 200;

    private readonly Trainer _first, _second;
    private readonly bool _hasImages;
    private readonly int _from;
    private PartedBatch? _acts, _parts;

    /// <param name="first">Of networks with the same weights, on batches of the same size.</param>
    /// <param name="from">Where both begin; null: from the seed, which is then to be the same.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of its bounds or does not go with the checkpoint, or the two networks have other weights to learn.
    /// </exception>
    /// <exception cref="FormatException">The checkpoint is damaged.</exception>
    public PartingSurvey(TrainingOptions first, TrainingOptions second, ImageDataset dataset, Checkpoint? from)
    {
        _first = new(first, dataset, from);
        try
        {
            _second = new(second, dataset, from);
            if (!Sizes(_first).SequenceEqual(Sizes(_second)) || _first.StepsPerEpoch != _second.StepsPerEpoch)
                throw new ArgumentException("The two runs have other weights to learn, or other batches.");
        }
        catch
        {
            _second?.Dispose();
            _first.Dispose();
            throw;
        }
        _hasImages = first.Model is SoftmaxRegressionSpec;
        _from = _first.Step;

        static IEnumerable<string> Sizes(Trainer trainer) => trainer.Parameters.Select(one => string.Join('x', one.shape));
    }

    public bool Finished => _parts is not null || _first.Finished || _second.Finished || Compared == MostBatches;

    private int Compared => _first.Step - _from;

    /// <summary>Trains one batch in both.</summary>
    /// <exception cref="InvalidOperationException">It is finished.</exception>
    public void Next()
    {
        if (Finished) throw new InvalidOperationException("The runs have been compared.");
        var sameWeights = Same(_first.Parameters, _second.Parameters);
        var (before, secondBefore) = (Copies(_first), Copies(_second));
        try
        {
            _first.TrainBatch();
            _second.TrainBatch();
            Compare(sameWeights, before, secondBefore);
        }
        finally
        {
            foreach (var copy in before.Concat(secondBefore)) copy.Dispose();
        }
    }

    public Parting Result() => new(_from, Compared, _acts, _parts);

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private void Compare(bool sameWeights, Tensor[] before, Tensor[] secondBefore)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (loss, secondLoss) = (_first.ReadLoss(), _second.ReadLoss());
        var sameGradient = Same(Gradients(_first), Gradients(_second));
        if (sameGradient && loss.Equals(secondLoss) && Same(_first.Parameters, _second.Parameters)) return;

        var layers = _first.Layers.Zip(_second.Layers).Select((pair, i) => Layer(
            pair.First.Name, pair.First.Weights, before[i], pair.Second.Weights, secondBefore[i])).ToList();
        var batch = new PartedBatch(
            _first.Step, loss, secondLoss, sameWeights, sameGradient, layers, Images(_first), Images(_second));
        _acts ??= batch;
        if (!batch.SameLoss) _parts = batch;
    }

    // In float64, so that what is told of a million small numbers is not rounded away.
    private static PartedLayer Layer(string name, Tensor first, Tensor firstBefore, Tensor second, Tensor secondBefore)
    {
        var (step, secondStep) = (Exact(first) - firstBefore, Exact(second) - secondBefore);
        var (gradient, secondGradient) = (first.grad is { } one ? Exact(one) : null, second.grad is { } other ? Exact(other) : null);
        return new(
            name, new(Norm(gradient), Norm(step)!.Value), new(Norm(secondGradient), Norm(secondStep)!.Value),
            gradient is null || secondGradient is null ? null : Cosine(gradient, secondGradient), Cosine(step, secondStep));
    }

    private static double? Norm(Tensor? values) => values is null ? null : values.norm().item<double>();

    private static double? Cosine(Tensor first, Tensor second)
    {
        var cosine = first.dot(second).item<double>() / (first.norm().item<double>() * second.norm().item<double>());
        return double.IsFinite(cosine) ? Math.Clamp(cosine, -1, 1) : null;
    }

    private float[][]? Images(Trainer trainer) => _hasImages && trainer.Layers.First().Weights.grad is { } gradient
        ? [.. gradient.cpu().data<float>().ToArray().Chunk(ImageSplit.PixelsPerImage)]
        : null;

    private static Tensor[] Copies(Trainer trainer)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return [.. trainer.Layers.Select(layer => Exact(layer.Weights).DetachFromDisposeScope())];
    }

    private static IEnumerable<Tensor?> Gradients(Trainer trainer) => trainer.Parameters.Select(one => one.grad);

    private static bool Same(IEnumerable<Tensor?> first, IEnumerable<Tensor?> second)
    {
        using var scope = NewDisposeScope();
        return first.Zip(second).All(pair => pair switch
        {
            ({ } one, { } other) => one.cpu().eq(other.cpu()).all().item<bool>(),
            _ => pair.First is null && pair.Second is null,
        });
    }

    private static Tensor Exact(Tensor values) => values.detach().cpu().to(float64, copy: true).reshape(-1);
}
