namespace MnistBlazor.ML.Evaluation;

/// <summary>
/// In which range a share lies that was measured on a sample: 95 of 100 such ranges hold the true one. Unlike the range of the normal
/// distribution it stays within 0 and 1 and holds near them and for small samples too.
/// </summary>
/// <remarks>Source: Wilson, Probable inference, the law of succession, and statistical inference, 1927.</remarks>
public sealed record WilsonInterval(double Low, double High)
{
    /// <summary>0.975 of a normal distribution lies below it.</summary>
    private const double Z = 1.959963984540054;

    /// <exception cref="ArgumentException">There is no sample, or more is right than there is.</exception>
    public static WilsonInterval Of(int right, int tested)
    {
        if (tested < 1 || right < 0 || right > tested) throw new ArgumentException($"{right} of {tested} is no share.");
        var (share, n) = (right / (double)tested, (double)tested);
        var middle = share + Z * Z / (2 * n);
        var half = Z * Math.Sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
        return new(Math.Max(0, (middle - half) / (1 + Z * Z / n)), Math.Min(1, (middle + half) / (1 + Z * Z / n)));
    }
}
