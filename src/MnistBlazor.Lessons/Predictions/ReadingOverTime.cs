namespace MnistBlazor.Lessons.Predictions;

/// <summary>A moment of a run whose weights are kept.</summary>
/// <param name="Step">Batches trained; 0: before the first.</param>
/// <param name="Epoch">The epoch of the last of them, from 1; 0: before the first.</param>
public sealed record TimePoint(int Step, int Epoch);

/// <summary>What a network made of an image at one moment of its training.</summary>
/// <param name="Probabilities">One per class.</param>
/// <param name="ClassNames">By label.</param>
public sealed record PointReading(int Step, float[] Probabilities, IReadOnlyList<string> ClassNames)
{
    /// <summary>The class with the largest probability.</summary>
    public int Class { get; } = Array.IndexOf(Probabilities, Probabilities.Max());
}

/// <summary>What a network made of one image as it learnt.</summary>
/// <param name="Points">In the order of their steps; at least one.</param>
public sealed record ReadingOverTime(IReadOnlyList<PointReading> Points)
{
    /// <summary>What the newest point reads.</summary>
    public int Class => Points[^1].Class;

    /// <summary>By label.</summary>
    public IReadOnlyList<string> ClassNames => Points[^1].ClassNames;

    /// <summary>The first point from which on every one reads what the newest does.</summary>
    public PointReading Settled => Points[SettledIndex];

    /// <summary>The point before that, which read something else; null: there is none before.</summary>
    public PointReading? Before => SettledIndex == 0 ? null : Points[SettledIndex - 1];

    private int SettledIndex { get; } = Settle(Points);

    private static int Settle(IReadOnlyList<PointReading> points)
    {
        var index = points.Count - 1;
        while (index > 0 && points[index - 1].Class == points[^1].Class) index--;
        return index;
    }
}

/// <summary>How the test images were read at one moment of a run.</summary>
/// <param name="Confusion">Counts, [label][prediction].</param>
/// <param name="ClassNames">By label.</param>
public sealed record PointTest(int[][] Confusion, IReadOnlyList<string> ClassNames)
{
    public int Tested { get; } = Confusion.Sum(row => row.Sum());

    public int Right { get; } = Confusion.Select((row, label) => row[label]).Sum();

    /// <summary>0..1; 0 when there was nothing to test with.</summary>
    public double Accuracy => Tested == 0 ? 0 : (double)Right / Tested;
}
