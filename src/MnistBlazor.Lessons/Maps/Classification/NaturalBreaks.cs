namespace MnistBlazor.Lessons.Maps.Classification;

/// <summary>
/// Fisher's grouping for maximum homogeneity (1958), which Jenks took to maps: exact, by dynamic programming. Equal values are one, with a
/// weight, so that no class begins among them.
/// </summary>
internal static class NaturalBreaks
{
    /// <param name="sorted">Ascending, with more different values than classes.</param>
    /// <returns>The least value of every class but the first.</returns>
    public static double[] Of(double[] sorted, int classes)
    {
        var groups = sorted.GroupBy(value => value).Select(group => (Value: group.Key, Weight: group.Count())).ToArray();
        var count = groups.Length;
        var (weights, sums, squares) = (new double[count + 1], new double[count + 1], new double[count + 1]);
        // From the middle value: squares of large numbers leave no digits for their differences.
        var middle = sorted[sorted.Length / 2];
        for (var i = 0; i < count; i++)
        {
            var value = groups[i].Value - middle;
            weights[i + 1] = weights[i] + groups[i].Weight;
            sums[i + 1] = sums[i] + groups[i].Weight * value;
            squares[i + 1] = squares[i] + groups[i].Weight * value * value;
        }

        // cost[i]: the least that the first i values can have in as many classes as the round; first[k, i]: where the last of them begins.
        var cost = new double[count + 1];
        for (var i = 1; i <= count; i++) cost[i] = Spread(0, i);
        var first = new int[classes + 1, count + 1];
        for (var k = 2; k <= classes; k++)
        {
            var next = new double[count + 1];
            Array.Fill(next, double.PositiveInfinity);
            Fill(k, k, count, k - 1, count - 1, next);
            cost = next;
        }

        var breaks = new double[classes - 1];
        var end = count;
        for (var k = classes; k > 1; k--)
        {
            end = first[k, end];
            breaks[k - 2] = groups[end].Value;
        }
        return breaks;

        // The squared distances from their mean of the values from one on up to another.
        double Spread(int from, int to)
        {
            var (weight, sum) = (weights[to] - weights[from], sums[to] - sums[from]);
            return Math.Max(0, squares[to] - squares[from] - sum * sum / weight);
        }

        // With more values the last class never begins earlier: from the middle one to both sides, each with half of the places left.
        void Fill(int k, int low, int high, int from, int to, double[] next)
        {
            if (low > high) return;
            var i = (low + high) / 2;
            for (var j = from; j <= Math.Min(i - 1, to); j++)
            {
                var candidate = cost[j] + Spread(j, i);
                if (candidate >= next[i]) continue;
                next[i] = candidate;
                first[k, i] = j;
            }
            Fill(k, low, i - 1, from, first[k, i], next);
            Fill(k, i + 1, high, first[k, i], to, next);
        }
    }
}
