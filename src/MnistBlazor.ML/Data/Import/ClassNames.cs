using System.Globalization;

namespace MnistBlazor.ML.Data.Import;

/// <summary>What classes are called.</summary>
internal static class ClassNames
{
    // Right-to-left and left-to-right marks, spaces of no width, soft hyphens: nobody sees them, and they make two names of one.
    private const string Unseen = "\u200B\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2061\u2062\u2063\u2064"
        + "\u2066\u2067\u2068\u2069\uFEFF\u061C\u00AD";

    private const string Joiners = "\u200C\u200D";

    /// <summary>The name without what nobody sees of it.</summary>
    public static string Clean(string name)
    {
        var seen = string.Concat(name.Where(letter => !Unseen.Contains(letter)));
        while (seen.Trim().Trim(Joiners.ToCharArray()) is var trimmed && trimmed != seen) seen = trimmed;
        return seen;
    }

    /// <summary>2 before 10, as people count; names that are no numbers come after.</summary>
    public static IReadOnlyList<string> InOrder(IEnumerable<string> names) =>
        [.. names.Distinct().OrderBy(Number).ThenBy(text => text, StringComparer.Ordinal)];

    /// <exception cref="DatasetException">There are too few or too many, or one is no good as a name.</exception>
    public static void Check(IReadOnlyList<string> names, string file, DatasetBounds bounds)
    {
        if (names.Count < 2 || names.Count > bounds.Classes) throw DatasetError.Classes(file, names.Count, bounds.Classes);
        var anyUnfit = names.Any(name => name.Length == 0 || name.Length > bounds.NameLength || name.Any(IsUnfit));
        if (anyUnfit || names.Distinct().Count() < names.Count) throw DatasetError.ClassName(file, bounds.NameLength);
    }

    private static bool IsUnfit(char letter) => char.IsControl(letter) || letter == '\uFFFD';

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}
