using System.Globalization;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Parameters;

/// <summary>A number within bounds, both included.</summary>
/// <param name="Step">How far one press of an arrow key goes. Values between the steps are allowed.</param>
/// <param name="Integer">Whole numbers only.</param>
/// <param name="Logarithmic">Whether its slider should be: each factor of ten the same way.</param>
public sealed record NumberParameter(
    string Id,
    string Default,
    double Minimum,
    double Maximum,
    double Step = 1,
    bool Integer = false,
    bool Logarithmic = false) : ParameterDefinition(Id, Default)
{
    protected override Message Malformed => new(Integer ? "parameter.whole-number" : "parameter.number", Bounds);

    protected override (string? Canonical, Message? Problem) Read(string text)
    {
        // Exponents for the sake of 1e-5; neither thousands separators nor other cultures' decimal commas.
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(text, style, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return (null, Malformed);
        if (Integer && number != Math.Floor(number)) return (null, Malformed);
        if (number < Minimum || number > Maximum) return (null, new Message("parameter.range", Bounds));
        return (Format(number), null);
    }

    /// <summary>Shortest text that reads back as the same number, without an exponent: 0.00001, not 1E-05.</summary>
    /// <param name="number">Below 10^9; nearer to 0 than 10^-9 is written as 0.</param>
    public static string Format(double number)
    {
        if (Math.Abs(number) < 1e-9) return "0";
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        // Decimal has no exponent form, and its 28 places hold the 17 digits of a double that is not nearer to 0 than this.
        return text.Contains('E')
            ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : text;
    }

    private string[] Bounds => [Format(Minimum), Format(Maximum)];
}
