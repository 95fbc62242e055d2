using System.Globalization;
using System.Text;
using MnistBlazor.Lessons.Optimizers;
using MnistBlazor.ML.Surfaces;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Models.Outputs;

/// <summary>A walk on the map, in units of its SVG.</summary>
public static class WalkDrawing
{
    /// <summary>The map's width and height, in units of its SVG.</summary>
    public const int Size = 400;

    /// <summary>What has run away is drawn so many maps off at most.</summary>
    private const double Farthest = 10 * Size;

    /// <summary>"M1 2L3 4": a point for each step, the start first.</summary>
    public static string Way(SurfaceWindow window, Walk walk)
    {
        var way = new StringBuilder();
        for (var step = 0; step < walk.X.Length; step++)
        {
            var (x, y) = At(window, walk.X[step], walk.Y[step]);
            way.Append(step == 0 ? 'M' : 'L').Append(x).Append(' ').Append(y);
        }
        return way.ToString();
    }

    /// <summary>Where a place is on the map, in units of its SVG.</summary>
    public static (double X, double Y) Place(SurfaceWindow window, double x, double y) => (
        Size * (x - window.Left) / (window.Right - window.Left), Size * (window.Top - y) / (window.Top - window.Bottom));

    /// <summary>The same as texts of an SVG.</summary>
    public static (string X, string Y) At(SurfaceWindow window, double x, double y)
    {
        var (right, down) = Place(window, x, y);
        return (Text(right), Text(down));

        static string Text(double at) => Math.Clamp(at, -Farthest, Farthest).ToString("0.#", CultureInfo.InvariantCulture);
    }
}

/// <summary>The losses of walks as lines of an SVG, 800 wide and 240 high.</summary>
/// <param name="Logarithmic">Losses of very different sizes, all over 0: their logarithm is drawn.</param>
/// <param name="Lines">One for each walk.</param>
/// <param name="Ticks">Where there is a number beside the chart, and what it says.</param>
public sealed record LossLines(bool Logarithmic, IReadOnlyList<string> Lines, IReadOnlyList<(double Y, string Text)> Ticks)
{
    public const int Left = 76, Width = 708;

    private const double Top = 10, Height = 200;

    /// <summary>A loss below it is drawn as if it were that.</summary>
    private const double Least = 1e-6;

    /// <param name="last">The last step of the longest walk.</param>
    public static LossLines Of(IReadOnlyList<Walk> walks, int last)
    {
        // One that runs away must not flatten all others.
        var start = walks[0].Losses[0];
        var highest = walks.Where(walk => !walk.Diverged).SelectMany(walk => walk.Losses).Append(start).Max();
        var lowest = walks.SelectMany(walk => walk.Losses).Min();
        var logarithmic = lowest >= 0 && highest > 0 && highest > 50 * Math.Max(lowest, Least);
        var to = logarithmic ? Math.Ceiling(Math.Log10(highest)) : highest;
        var from = logarithmic ? Math.Floor(Math.Log10(Math.Max(lowest, Least))) : Math.Min(0, lowest);
        if (to <= from) to = from + 1;

        var lines = walks.Select(walk => string.Join('L', walk.Losses.Select((loss, step) =>
            FormattableString.Invariant($"{Left + (Width * step / (double)Math.Max(1, last)):0.#} {Y(loss):0.#}"))));
        var ticks = logarithmic
            ? Enumerable.Range((int)from, (int)(to - from) + 1).Where(power => (power - (int)from) % Math.Max(1, (int)(to - from) / 4) == 0)
                .Select(power => (
                    At(power), Math.Pow(10, power) is var loss && loss is >= 0.001 and <= 9999 ? loss.ToString("0.###") : $"1e{power}"))
            : Enumerable.Range(0, 5).Select(i => from + ((to - from) * i / 4)).Select(loss => (At(loss), loss.Figure()));
        return new(logarithmic, [.. lines.Select(line => "M" + line)], [.. ticks]);

        double Y(double loss) => Math.Clamp(At(logarithmic ? Math.Log10(Math.Max(loss, Least)) : loss), Top - 20, Top + Height + 20);

        double At(double value) => Top + (Height * (to - value) / (to - from));
    }
}
