namespace MnistBlazor.ML.Evaluation;

/// <summary>How well one class is read.</summary>
/// <param name="Tested">Test images of the class.</param>
/// <param name="Read">Test images that the network takes for it.</param>
/// <param name="Right">Those of which both holds.</param>
public sealed record ClassScores(int Tested, int Read, int Right)
{
    /// <summary>The share of the class that is found, its accuracy; null: none was tested.</summary>
    public double? Recall => Share(Right, Tested);

    /// <summary>Of what is taken for the class, the share that is it; null: nothing was.</summary>
    public double? Precision => Share(Right, Read);

    /// <summary>The harmonic mean of precision and recall; null: neither has a meaning.</summary>
    public double? F1 => Share(2 * Right, Tested + Read);

    /// <param name="confusion">Counts [label][prediction].</param>
    /// <returns>One for each class, by label.</returns>
    public static ClassScores[] Of(int[][] confusion) =>
        [.. confusion.Select((row, label) => new ClassScores(row.Sum(), confusion.Sum(other => other[label]), row[label]))];

    private static double? Share(int part, int whole) => whole == 0 ? null : part / (double)whole;
}
