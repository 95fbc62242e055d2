using MnistBlazor.ML.Data;

namespace MnistBlazor.ML.Inspection;

/// <content>What the last layer reads: changed for one reading, and as a place among other images.</content>
public sealed partial class Inspector
{
    /// <summary>What the network would answer if its last layer were changed. The network itself stays as it is.</summary>
    /// <param name="pixels">[784] row by row, 0 (paper) to 255 (ink).</param>
    /// <returns>A probability per class.</returns>
    /// <exception cref="ArgumentException">There are not 784 pixels, too many edits, or one without a place in the layer.</exception>
    public float[] Answer(ReadOnlySpan<byte> pixels, IReadOnlyList<NetworkEdit> edits)
    {
        if (edits.Count > NetworkEdit.Most) throw new ArgumentException($"At most {NetworkEdit.Most} edits.", nameof(edits));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var layer = _layers[^1].Layer;
        var features = Features(Image(pixels)).clone();
        var weights = _network.get_parameter(layer.Name + ".weight")!.clone();
        foreach (var (unit, label, value) in edits)
        {
            if (unit < 0 || unit >= layer.InputShape[0] || label < 0 || label >= ClassNames.Count)
                throw new ArgumentException("The last layer has no such unit or class.", nameof(edits));
            if (!(Math.Abs(value) <= NetworkEdit.Largest))
                throw new ArgumentException($"A weight or factor is -{NetworkEdit.Largest} to {NetworkEdit.Largest}.", nameof(edits));
            if (label is { } number) weights[number, unit] = value;
            else features[0, unit] *= value;
        }
        var scores = functional.linear(features, weights, _network.get_parameter(layer.Name + ".bias"));
        return Numbers(functional.softmax(scores, 1));
    }

    /// <summary>
    /// Where images lie in the directions in which their features, the values that the last layer reads, differ most; of a network
    /// without hidden layers, their scores.
    /// </summary>
    /// <param name="indices">Of the images in the split, at least two.</param>
    /// <param name="before">A map of the same images by earlier weights, from which points are to move as little as can be.</param>
    /// <returns>Null: the network gives no finite numbers.</returns>
    public FeatureMap? Map(ImageSplit images, IReadOnlyList<int> indices, FeatureMap? before = null)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var features = cat([.. indices.Chunk(ChunkSize).Select(chunk => Embedded(images, chunk))], 0);
        return PrincipalComponents.Of(features, [.. indices.Select(images.Label)], ClassNames.Count, before);
    }

    /// <summary>How many images <see cref="Map"/> may be asked for.</summary>
    public int MappedImages(ImageSplit images, int most) =>
        Math.Min(Math.Min(images.Count, most), MostFeatures / (_layers.Length == 1 ? ClassNames.Count : _layers[^1].Layer.InputShape[0]));

    /// <summary>Where an image lies on a map of this network, at these weights or earlier ones.</summary>
    /// <returns>[components]; null: it is another network's map, or there are no finite numbers.</returns>
    /// <exception cref="ArgumentException">There are not 784 pixels.</exception>
    public float[]? Place(ReadOnlySpan<byte> pixels, FeatureMap map)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var place = PrincipalComponents.Place(Embedded(Image(pixels)), map);
        return place is not null && place.All(float.IsFinite) ? place : null;
    }

    private Tensor Embedded(Tensor images) => _layers.Length == 1 ? Forward(images)[^1] : Features(images);

    private Tensor Embedded(ImageSplit images, int[] indices)
    {
        using var chunk = NewDisposeScope();
        var bytes = indices.SelectMany(index => images.Pixels(index).ToArray()).ToArray();
        return Embedded(Images(bytes)).MoveToOuterDisposeScope();
    }
}
