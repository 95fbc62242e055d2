namespace MnistBlazor.ML.Evaluation;

/// <summary>The answers whose confidence lies in one tenth.</summary>
/// <param name="Count">How many.</param>
/// <param name="Confidence">Their mean confidence; 0 where there are none.</param>
/// <param name="Accuracy">The share of them that is right; 0 where there are none.</param>
public sealed record CalibrationBin(int Count, double Confidence, double Accuracy);

/// <summary>Whether a network is right as often as it says: of the answers with a confidence of 0.7, seven in ten should be.</summary>
/// <remarks>Source: Guo, Pleiss, Sun and Weinberger, On calibration of modern neural networks, 2017.</remarks>
public static class Calibration
{
    public const int Bins = 10;

    /// <param name="answers">The confidence of each answer, 0 to 1, and whether it is right.</param>
    /// <returns>Bins of one width: (0, 0.1], (0.1, 0.2], … (0.9, 1].</returns>
    public static CalibrationBin[] Of(IEnumerable<(double Confidence, bool Right)> answers)
    {
        var bins = answers.ToLookup(answer => Math.Clamp((int)Math.Ceiling(answer.Confidence * Bins) - 1, 0, Bins - 1));
        return [.. Enumerable.Range(0, Bins).Select(bin => bins[bin].Count() is > 0 and var count
            ? new CalibrationBin(
                count, bins[bin].Average(answer => answer.Confidence), bins[bin].Count(answer => answer.Right) / (double)count)
            : new(0, 0, 0))];
    }

    /// <summary>Expected calibration error (ECE): how far confidence and share right lie apart, on average over all answers.</summary>
    public static double Error(IReadOnlyList<CalibrationBin> bins) =>
        bins.Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / Math.Max(1, bins.Sum(bin => bin.Count));
}
