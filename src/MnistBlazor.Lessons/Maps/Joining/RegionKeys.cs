using System.Text;
using System.Text.RegularExpressions;

namespace MnistBlazor.Lessons.Maps.Joining;

/// <summary>What two ways of writing a region have in common.</summary>
internal static partial class RegionKeys
{
    /// <summary>
    /// A province by any of its names becomes its id, whether it stands alone or before a district (서울 종로구, 서울특별시 종로구). The code
    /// behind a name, as the resident registration writes it, is left out: 서울특별시  (1100000000).
    /// </summary>
    public static string Of(string text)
    {
        var name = CodeBehind().Replace(text.Normalize(NormalizationForm.FormC), "").Trim();
        if (ProvinceNames.Find(name) is { } province) return "@" + province.Id;
        var parts = name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > 1 && ProvinceNames.Find(parts[0]) is { } around) parts[0] = "@" + around.Id;
        var key = string.Join(' ', parts).ToLowerInvariant();
        // A spreadsheet's code: 11.0.
        return WholeNumber().IsMatch(key) ? key.Split('.')[0] : key;
    }

    /// <summary>All that the key's region may be called: a mistake is made in one of its names.</summary>
    public static IEnumerable<string> Spellings(string key) =>
        key is ['@', .. var id] && ProvinceNames.Find(id) is { } province ? [province.Name, .. province.Names, province.Id] : [key];

    /// <summary>By how much of their letters the nearest of their spellings differ: 0 to 1.</summary>
    public static double Difference(string one, string other) => (
        from a in Spellings(one)
        from b in Spellings(other)
        select (double)Distance(a.ToLowerInvariant(), b.ToLowerInvariant())
            / Math.Max(a.Normalize(NormalizationForm.FormD).Length, b.Normalize(NormalizationForm.FormD).Length)).Min();

    /// <summary>
    /// How many letters have to be changed to make one of the other (Levenshtein 1966). Of Hangul the letters within syllables count, so
    /// that 전북 is nearer to 전남 than to 경기.
    /// </summary>
    public static int Distance(string one, string other)
    {
        var (a, b) = (one.Normalize(NormalizationForm.FormD), other.Normalize(NormalizationForm.FormD));
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (corner, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[b.Length];
    }

    [GeneratedRegex(@"\s*\(\d{5,10}\)\s*$")]
    private static partial Regex CodeBehind();

    [GeneratedRegex(@"^\d+\.0+$")]
    private static partial Regex WholeNumber();
}
