using System.Globalization;
using System.Text.RegularExpressions;

namespace MnistBlazor.Lessons.Texts;

/// <summary>
/// Text with figures that follow the parameters: <c>{{batch-size}}</c> gives way to the value, <c>{{batch-size:을}}</c> to the value and
/// the particle that fits it, <c>{{batch-size:raw}}</c> to the value as it stands in code and formulas, 1000 rather than 1,000.
/// </summary>
public static partial class FilledText
{
    /// <summary>The text with every figure that there is; what <paramref name="figure"/> does not know stays as it is.</summary>
    /// <param name="figure">A figure by its name, written invariantly; null: there is none.</param>
    public static string Fill(string text, Func<string, string?> figure) => Place().Replace(text, place =>
    {
        if (figure(place.Groups["name"].Value) is not { } value) return place.Value;
        var form = place.Groups["form"].Value;
        if (form == "raw") return value;
        var written = Written(value);
        return KoreanParticle.IsKnown(form) ? written + KoreanParticle.After(written, form) : written;
    });

    /// <summary>A name that somebody gave, so that Markdown takes no sign of it for its own.</summary>
    public static string Plain(string name) =>
        string.Concat(name.Select(sign => sign < 128 && (char.IsPunctuation(sign) || char.IsSymbol(sign)) ? $"\\{sign}" : $"{sign}"));

    /// <summary>The names of the figures that a text asks for.</summary>
    public static IEnumerable<string> Names(string text) => Place().Matches(text).Select(place => place.Groups["name"].Value);

    // Both languages write numbers alike.
    private static string Written(string value) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("#,0.##########", CultureInfo.InvariantCulture)
            : value;

    [GeneratedRegex(@"\{\{(?<name>[a-z][a-z0-9-]*)(?::(?<form>raw|은|이|을|과|으로))?\}\}")]
    private static partial Regex Place();
}
