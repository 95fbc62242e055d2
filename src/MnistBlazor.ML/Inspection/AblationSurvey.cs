using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;

namespace MnistBlazor.ML.Inspection;

/// <summary>How many test images a network reads right without one of the values that its last layer reads.</summary>
/// <param name="Tested">[classes] images of each.</param>
/// <param name="Right">[classes] read right by the whole network.</param>
/// <param name="Without">[units][classes] read right without that unit.</param>
public sealed record Ablation(int[] Tested, int[] Right, int[][] Without)
{
    /// <summary>The unit without which the fewest images of a class are read right; of equal ones the first.</summary>
    public int MattersMostFor(int label) => Without.Index().MinBy(unit => unit.Item[label]).Index;
}

/// <summary>
/// Takes each value that the last layer reads away in turn, and tests. Piece by piece, so that whoever shares the thread has it in
/// between. It keeps a network and features: dispose it on the thread that it works on.
/// </summary>
public sealed class AblationSurvey : IDisposable
{
    /// <summary>Numbers that the tested images' features may have, 40 MB: a wide layer is tested on fewer images.</summary>
    private const int MostFeatures = 10_000_000;

    private const int ImagesTogether = 500, UnitsTogether = 16;

    private readonly Module<Tensor, Tensor> _network;
    private readonly Module<Tensor, Tensor>[] _modules;
    private readonly ImageSplit _test;
    private readonly Tensor _features, _weights, _labels;
    private readonly int _units, _classes, _count;
    private readonly List<int[]> _without = [];
    private Tensor? _scores;
    private int _read;

    /// <exception cref="FormatException">The weights are damaged or those of another network.</exception>
    public AblationSurvey(TrainedModel model, ImageSplit test)
    {
        var layers = ModelSummary.Of(model.Spec, model.ClassNames.Count).Layers;
        (_units, _classes, _test) = (layers[^1].InputShape[0], model.ClassNames.Count, test);
        _count = Math.Min(test.Count, MostFeatures / _units);
        _network = model.ToNetwork(CPU);
        _modules = [.. _network.named_children().Select(child => (Module<Tensor, Tensor>)child.module)];
        using var scope = NewDisposeScope();
        _weights = _network.get_parameter(layers[^1].Name + ".weight")!.detach().DetachFromDisposeScope();
        _features = empty(_count, _units).DetachFromDisposeScope();
        _labels = tensor(test.AllLabels[.._count].ToArray().Select(label => (long)label).ToArray()).DetachFromDisposeScope();
    }

    public bool Finished => _without.Count == _units;

    /// <summary>0 to 1.</summary>
    public double Progress => (double)(_read + _without.Count) / (_count + _units);

    /// <summary>Reads some images, or tests without some units.</summary>
    public void Next()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        if (_read < _count) ReadImages();
        else TakeUnitsAway();
    }

    /// <exception cref="InvalidOperationException">It is not <see cref="Finished"/>.</exception>
    public Ablation Result()
    {
        if (!Finished) throw new InvalidOperationException("Not all units have been taken away yet.");
        using var scope = NewDisposeScope();
        var tested = _labels.bincount(null, _classes).data<long>().Select(count => (int)count);
        return new([.. tested], RightOf(_scores!), [.. _without]);
    }

    public void Dispose()
    {
        _network.Dispose();
        foreach (var kept in (Tensor?[])[_features, _weights, _labels, _scores]) kept?.Dispose();
    }

    private void ReadImages()
    {
        var size = Math.Min(ImagesTogether, _count - _read);
        var pixels = _test.AllPixels.Slice(_read * ImageSplit.PixelsPerImage, size * ImageSplit.PixelsPerImage);
        var bytes = empty(size, ImageSplit.PixelsPerImage, dtype: uint8);
        pixels.CopyTo(bytes.bytes);
        var values = bytes.to(float32).div(255);
        foreach (var module in _modules[..^1]) values = module.call(values);
        _features.narrow(0, _read, size).copy_(values);
        _read += size;
        if (_read == _count) _scores = _modules[^1].call(_features).DetachFromDisposeScope();
    }

    // The scores without a unit are those of the whole network less what it gave to each.
    private void TakeUnitsAway()
    {
        var last = Math.Min(_units, _without.Count + UnitsTogether);
        for (var unit = _without.Count; unit < last; unit++)
            _without.Add(RightOf(_scores! - _features.narrow(1, unit, 1) * _weights.narrow(1, unit, 1).t()));
    }

    private int[] RightOf(Tensor scores)
    {
        using var scope = NewDisposeScope();
        var right = scores.argmax(1).eq(_labels);
        return [.. _labels.masked_select(right).bincount(null, _classes).data<long>().Select(count => (int)count)];
    }
}
