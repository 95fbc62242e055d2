using MnistBlazor.Lessons.Optimizers;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Models.Outputs;

/// <summary>Losses over learning rates as lines of an SVG, 800 wide and 280 high: the rates by their logarithm.</summary>
/// <param name="Ticks">Losses beside the chart.</param>
/// <param name="Powers">Learning rates under it.</param>
public sealed record RateLines(
    IReadOnlyList<RateLine> Curves, IReadOnlyList<(double Y, string Text)> Ticks, IReadOnlyList<(double X, string Text)> Powers)
{
    public const int Left = 76, Width = 708;

    private const double Top = 14, Height = 230;

    public static RateLines Of(RatesOutput output)
    {
        // A little above a guess: what is worse than that has diverged, however much.
        var highest = 1.15 * output.Untrained;
        var rates = output.Curves.SelectMany(curve => curve.Trials).Select(trial => Math.Log10(trial.Rate)).DefaultIfEmpty(0).ToList();
        var (from, to) = (Math.Floor(rates.Min() + 1e-9), Math.Max(Math.Ceiling(rates.Max() - 1e-9), Math.Floor(rates.Min() + 1e-9) + 1));
        return new(
            [.. output.Curves.Select(Line)],
            [.. Enumerable.Range(0, (int)(highest * 2) + 1).Select(i => i * 0.5).Select(loss => (Y(loss), loss.ToString("0.0")))],
            [.. Enumerable.Range((int)from, (int)(to - from) + 1)
                .Select(power => (X(power), NumberParameter.Format(Math.Pow(10, power))))]);

        RateLine Line(RateCurve curve)
        {
            var points = curve.Trials.Select(At).ToList();
            return new(
                curve.Optimizer, "M" + string.Join('L', points.Select(at => FormattableString.Invariant($"{at.X:0.#} {at.Y:0.#}"))),
                curve.Best(output.Untrained) is { } best ? At(best) : null,
                curve.FirstDiverged(output.Untrained) is { } lost ? At(lost) : null);
        }

        (double X, double Y) At(RateTrial trial) => (X(Math.Log10(trial.Rate)), Y(trial.Loss ?? highest));

        double X(double power) => Left + (Width * (power - from) / (to - from));

        double Y(double loss) => Top + (Height * (1 - (Math.Clamp(loss, 0, highest) / highest)));
    }
}

/// <param name="Optimizer">"adam".</param>
/// <param name="Path">Through all of its trials.</param>
/// <param name="Best">Where its loss is lowest; null: it diverged everywhere.</param>
/// <param name="Diverged">The first above the best that did; null: none.</param>
public sealed record RateLine(string Optimizer, string Path, (double X, double Y)? Best, (double X, double Y)? Diverged);
