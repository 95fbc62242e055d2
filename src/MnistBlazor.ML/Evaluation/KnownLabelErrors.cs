namespace MnistBlazor.ML.Evaluation;

/// <summary>Test images whose labels people have found wrong or doubtful.</summary>
public static class KnownLabelErrors
{
    /// <summary>
    /// Of MNIST's 10,000 test images the 15 that fewer than three of five reviewers gave their label, ascending: confident learning had
    /// proposed 100 for review.
    /// </summary>
    /// <remarks>
    /// Source: Northcutt, Athalye and Mueller, Pervasive label errors in test sets destabilize machine learning benchmarks, 2021;
    /// cleanlab/label-errors, mturk/mnist_mturk.json.
    /// </remarks>
    public static IReadOnlyList<int> Mnist { get; } =
        [947, 1621, 1901, 2130, 2462, 2597, 2654, 3520, 3558, 5937, 6651, 6783, 8527, 9679, 9729];
}
