using System.Globalization;
using System.Text.RegularExpressions;

namespace MnistBlazor.Lessons.Maps.Tables;

/// <summary>Numbers as people write them into tables: 1,234.5 or 1.234,5, with blanks, a percent sign or a unit behind.</summary>
internal static partial class CellNumbers
{
    private static readonly HashSet<string> NoValue = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "-", "–", "—", "−", ".", "..", "...", "…", "x", "n/a", "na", "nan", "null", "none", "#n/a", "해당없음", "미상",
    };

    public static bool IsMissing(string cell) => NoValue.Contains(cell);

    /// <summary>Whether the cells can only be meant with a decimal comma: one of them says so, none says the opposite.</summary>
    public static bool HasDecimalComma(IEnumerable<string> cells)
    {
        var found = false;
        foreach (var cell in cells)
        {
            if (DecidedPoint().IsMatch(cell)) return false;
            found |= DecidedComma().IsMatch(cell);
        }
        return found;
    }

    /// <returns>The number and what stands behind it; null: the cell is no number.</returns>
    public static (double Value, string? Unit)? Read(string cell, bool decimalComma)
    {
        if (Shape().Match(cell) is not { Success: true } shape) return null;
        var digits = Blanks().Replace(shape.Groups["number"].Value, "").Replace('−', '-');
        if (!(decimalComma ? CommaNumber() : PointNumber()).IsMatch(digits)) return null;
        var plain = decimalComma ? digits.Replace(".", "").Replace(',', '.') : digits.Replace(",", "");
        if (!double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            return null;
        var unit = shape.Groups["unit"].Value;
        return (value, unit.Length == 0 ? null : unit);
    }

    /// <summary>2015, 2024: as the header of a column it is a name.</summary>
    public static bool IsYear(string cell) => Year().IsMatch(cell);

    // A unit is a word without digits: one with some is part of a code.
    [GeneratedRegex(@"^(?<number>[+\-−]?[\d.,   '’]*\d(?:[eE][+\-]?\d{1,3})?)\s*(?<unit>[%‰]p?|[^\d\s.,+\-]{1,6}[²³23]?)?$")]
    private static partial Regex Shape();

    [GeneratedRegex(@"[\s'’]")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^[+\-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?([eE][+\-]?\d+)?$")]
    private static partial Regex PointNumber();

    [GeneratedRegex(@"^[+\-]?(\d+|\d{1,3}(\.\d{3})+)?(,\d+)?([eE][+\-]?\d+)?$")]
    private static partial Regex CommaNumber();

    // 12.5 and 1,234.5 and 1,234,567: a point with other than three digits behind it, or both in one.
    [GeneratedRegex(@"^[+\-−]?(\d+\.(\d{1,2}|\d{4,})|\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,})\s*\D{0,6}$")]
    private static partial Regex DecidedPoint();

    [GeneratedRegex(@"^[+\-−]?(\d+,(\d{1,2}|\d{4,})|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,})\s*\D{0,6}$")]
    private static partial Regex DecidedComma();

    [GeneratedRegex(@"^(19|20)\d\d\s*년?$")]
    private static partial Regex Year();
}
