namespace MnistBlazor.Web.Words;

/// <summary>Measured figures in few characters. The browser's half, for what its scripts write: wwwroot/js/figures.js.</summary>
public static class Figures
{
    private const double LargestInFull = 1e6;

    /// <param name="format">A format of .NET's for figures below a million; one above it, such as a loss that ran away,
    /// is written as 1.2e21.</param>
    /// <param name="culture">Null: the reader's.</param>
    public static string Figure(this double number, string format = "0.0000", IFormatProvider? culture = null) =>
        double.IsFinite(number) && Math.Abs(number) >= LargestInFull ? number.ToString("0.0e0", culture) : number.ToString(format, culture);
}
