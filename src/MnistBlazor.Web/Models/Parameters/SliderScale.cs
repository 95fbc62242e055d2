using System.Globalization;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Web.Models.Parameters;

/// <summary>
/// The stops of a number's slider. A logarithmic one stops at 1, 2 and 5 of every power of ten, so that a learning rate of 0.00001
/// and one of 10 are equally easy to reach; any other stops at every step. Values between the stops are for the number field.
/// </summary>
public sealed class SliderScale
{
    /// <summary>With more stops than this a slider cannot be aimed: the field alone has to do.</summary>
    private const int MaxStops = 2000;

    private readonly double[] _stops;

    private SliderScale(double[] stops) => _stops = stops;

    /// <summary>The position of the last stop; the first is 0.</summary>
    public int Last => _stops.Length - 1;

    /// <summary>Null: this parameter gets no slider.</summary>
    public static SliderScale? For(NumberParameter parameter)
    {
        if (parameter.Logarithmic && parameter.Minimum > 0) return new([.. LogarithmicStops(parameter)]);
        var steps = (parameter.Maximum - parameter.Minimum) / parameter.Step;
        return steps is >= 1 and <= MaxStops
            ? new([.. Enumerable.Range(0, (int)Math.Floor(steps + 1e-9) + 1)
                .Select(i => Rounded(parameter.Minimum + (i * parameter.Step)))])
            : null;
    }

    /// <summary>The canonical text at a position; positions past the ends count as the ends.</summary>
    public string ValueAt(int position) => NumberParameter.Format(_stops[Math.Clamp(position, 0, Last)]);

    /// <summary>The stop nearest to a value.</summary>
    public int PositionOf(double value)
    {
        var nearest = 0;
        for (var i = 1; i < _stops.Length; i++)
            if (Math.Abs(_stops[i] - value) < Math.Abs(_stops[nearest] - value)) nearest = i;
        return nearest;
    }

    private static IEnumerable<double> LogarithmicStops(NumberParameter parameter)
    {
        yield return parameter.Minimum;
        for (var power = Math.Floor(Math.Log10(parameter.Minimum)); power <= Math.Ceiling(Math.Log10(parameter.Maximum)); power++)
        {
            foreach (var digit in new[] { 1, 2, 5 })
            {
                var stop = Rounded(digit * Math.Pow(10, power));
                if (stop > parameter.Minimum && stop < parameter.Maximum && !(parameter.Integer && stop < 1)) yield return stop;
            }
        }
        yield return parameter.Maximum;
    }

    private static double Rounded(double value) =>
        double.Parse(value.ToString("G12", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
