namespace MnistBlazor.ML.Inspection;

/// <summary>Features of many images brought down to a few numbers each, and how well classes keep together there.</summary>
internal static class PrincipalComponents
{
    /// <param name="features">[images, units], of at least two images.</param>
    /// <param name="labels">Of the images.</param>
    /// <param name="before">A picture of the same images: the new one is turned so that they lie as near to it as can be.</param>
    /// <returns>Null: there are numbers among the features that are none, as those of a run that diverged.</returns>
    public static FeatureMap? Of(Tensor features, IReadOnlyList<int> labels, int classes, FeatureMap? before)
    {
        if (!features.isfinite().all().item<bool>()) return null;
        var mean = features.mean([0]);
        var centred = features - mean;
        var (_, strengths, rows) = linalg.svd(centred, fullMatrices: false);
        var count = Math.Min(FeatureMap.MostComponents, (int)strengths.shape[0]);
        // A direction and its opposite are the same: the unit that weighs most in it has a weight above 0.
        var (axes, variances) = (Signed(rows.narrow(0, 0, count)).t(), strengths.square());
        var shares = variances.narrow(0, 0, count) / variances.sum().clamp(min: 1e-30);
        var coordinates = centred.matmul(axes);
        if (before is not null && before.Coordinates.Length == labels.Count * count && count >= 2)
        {
            var turned = Turn(coordinates.narrow(1, 0, 2), tensor(before.Coordinates, labels.Count, count).narrow(1, 0, 2));
            axes = cat([axes.narrow(1, 0, 2).matmul(turned), axes.narrow(1, 2, count - 2)], 1);
            coordinates = centred.matmul(axes);
        }
        var plane = coordinates.narrow(1, 0, Math.Min(2, count));
        return new(
            Numbers(mean), Numbers(axes), Numbers(coordinates), Numbers(shares),
            SameClass(features, labels, classes), SameClass(plane, labels, classes));
    }

    /// <summary>Where one more image lies.</summary>
    /// <param name="features">[1, units]</param>
    /// <returns>[components]; null: the map is of another network.</returns>
    public static float[]? Place(Tensor features, FeatureMap map) => map.Mean.Length == features.shape[1]
        ? Numbers((features - tensor(map.Mean)).matmul(tensor(map.Axes, map.Mean.Length, map.Components)))
        : null;

    private static double?[] SameClass(Tensor points, IReadOnlyList<int> labels, int classes)
    {
        // In doubles: of points that lie close together, the difference of two large numbers is what counts.
        var exact = points.to(float64);
        var distances = cdist(exact, exact).masked_fill(eye(labels.Count, dtype: @bool), double.PositiveInfinity);
        var count = Math.Min(FeatureMap.Neighbours, labels.Count - 1);
        var nearest = distances.topk(count, largest: false).indexes.data<long>().ToArray();
        var (sums, images) = (new double[classes], new int[classes]);
        for (var i = 0; i < labels.Count; i++)
        {
            images[labels[i]]++;
            sums[labels[i]] += nearest.Skip(i * count).Take(count).Count(other => labels[(int)other] == labels[i]) / (double)count;
        }
        return [.. sums.Select((sum, label) => images[label] == 0 ? (double?)null : sum / images[label])];
    }

    private static Tensor Signed(Tensor directions)
    {
        var largest = directions.gather(1, directions.abs().argmax(1, keepdim: true));
        return directions * where(largest < 0, -1.0f, 1.0f);
    }

    // Orthogonal Procrustes: the turn, with a reflection where that is nearer, that leaves the least squared distance.
    private static Tensor Turn(Tensor now, Tensor before)
    {
        var (left, _, right) = linalg.svd(now.t().matmul(before), fullMatrices: false);
        return left.matmul(right);
    }

    private static float[] Numbers(Tensor values) => values.detach().contiguous().data<float>().ToArray();
}
