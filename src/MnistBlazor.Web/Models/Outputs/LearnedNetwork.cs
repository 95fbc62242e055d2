using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Models;

namespace MnistBlazor.Web.Models.Outputs;

/// <summary>What the drawing of a trained network shows of its weights: little enough to be kept with a page.</summary>
/// <param name="Fans">
/// For each two neighbouring columns of the drawing, what its lines stand for: [start][end]; null where nothing is learned, as in pooling.
/// </param>
/// <param name="First">
/// Units of the first layer, the ones with the strongest weights first, or all kernels: the unit and its weights, a square image each.
/// </param>
/// <param name="FirstUnits">How many units the first layer has.</param>
public sealed record LearnedNetwork(IReadOnlyList<float[][]?> Fans, IReadOnlyList<(int Unit, float[] Weights)> First, int FirstUnits)
{
    private const int MostUnits = 20;

    /// <summary>How many images <see cref="First"/> will have once the network is trained.</summary>
    /// <param name="first">The first column after the pixels.</param>
    public static int FirstShown(NetworkStage first) => first.Shape is [var kernels, _, _] ? kernels : Math.Min(MostUnits, first.Units);

    /// <param name="drawn">The columns of the drawing.</param>
    /// <param name="layers">The network's weights.</param>
    /// <returns>Null: they are those of another network than the one that is drawn.</returns>
    public static LearnedNetwork? Of(IReadOnlyList<NetworkStage> drawn, IReadOnlyList<LayerWeights> layers)
    {
        var byName = layers.ToDictionary(layer => layer.Layer);
        var fans = new List<float[][]?>();
        foreach (var (from, to) in drawn.Zip(drawn.Skip(1)))
        {
            if (!byName.Remove(to.Layer, out var layer)) fans.Add(null);
            else if (Fits(from, to, layer)) fans.Add(Means(from, to, layer));
            else return null;
        }
        return byName.Count > 0 || layers.Count == 0 ? null : new(fans, FirstOf(layers[0]), layers[0].Units);
    }

    private static bool Fits(NetworkStage from, NetworkStage to, LayerWeights layer) => layer.Shape switch
    {
        [var units, var inputs] => units == to.Units && inputs == from.Units,
        [var kernels, var channels, _, _] => kernels == to.Shape[0] && channels == (from.Shape is [var maps, _, _] ? maps : 1),
        _ => false,
    };

    /// <summary>
    /// A line of a fan stands for all connections from one band of a column to one band of the next; it takes their mean, signs
    /// included: the sum of what they hand on when the whole band is equally active, over their number. Weights that cancel each
    /// other leave a pale line, as they should. The largest magnitude would look stronger, and say no more than that there are many.
    /// </summary>
    private static float[][] Means(NetworkStage from, NetworkStage to, LayerWeights layer)
    {
        var convolution = layer.Shape.Length == 4;
        var (starts, ends) = (convolution ? layer.Shape[1] : from.Bands, to.IsOutput ? to.Units : to.Bands);
        var perStart = convolution ? layer.PerUnit / starts : from.Shape.Length == 3 ? from.Units / starts : from.Columns;
        var perEnd = convolution || to.IsOutput ? 1 : to.Columns;
        var means = new float[NetworkGeometry.FanLines][];
        for (var i = 0; i < means.Length; i++)
        {
            var inputs = Band(i, NetworkGeometry.FanLines, starts, perStart, layer.PerUnit);
            means[i] = new float[NetworkGeometry.FanEnds(to)];
            for (var j = 0; j < means[i].Length; j++) means[i][j] = Mean(layer, Band(j, means[i].Length, ends, perEnd, layer.Units), inputs);
        }
        return means;
    }

    /// <summary>The places of a band: every row, or image, is in one; where there are fewer than bands, neighbouring bands share one.</summary>
    private static Range Band(int band, int bands, int rows, int perRow, int all)
    {
        var first = band * rows / bands;
        var end = Math.Max(first + 1, (band + 1) * rows / bands);
        return Math.Min(first * perRow, all)..Math.Min(end * perRow, all);
    }

    private static float Mean(LayerWeights layer, Range units, Range inputs)
    {
        var (sum, count) = (0.0, 0);
        for (var unit = units.Start.Value; unit < units.End.Value; unit++)
        {
            foreach (var weight in layer.Of(unit)[inputs])
            {
                sum += weight;
                count++;
            }
        }
        return count == 0 || !double.IsFinite(sum) ? 0 : (float)(sum / count);
    }

    private static IReadOnlyList<(int, float[])> FirstOf(LayerWeights layer)
    {
        var all = Enumerable.Range(0, layer.Units).Select(unit => (Unit: unit, Weights: layer.Of(unit).ToArray()));
        return layer.Shape.Length == 4
            ? [.. all]
            : [.. all.OrderByDescending(unit => unit.Weights.Sum(weight => weight * weight)).Take(MostUnits)];
    }
}
