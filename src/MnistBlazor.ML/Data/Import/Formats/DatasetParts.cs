namespace MnistBlazor.ML.Data.Import.Formats;

/// <summary>Several data sets in one archive, as EMNIST's six, by the keys of their files' names.</summary>
internal static class DatasetParts
{
    // EMNIST's, from the one that a beginner wants to the ones with a class that has a hundredth of another's images.
    private static readonly string[] Known = ["mnist", "digits", "letters", "balanced", "bymerge", "byclass"];

    /// <param name="keys">Of the files.</param>
    /// <param name="part">The one wanted; null: the first.</param>
    /// <param name="file">Of the archive, for errors.</param>
    /// <returns>The names in order, none where there is only one; the one that was chosen and its key.</returns>
    /// <exception cref="DatasetException">There is no such data set in it.</exception>
    public static (IReadOnlyList<string> Parts, string? Part, string Key) Choose(IEnumerable<string> keys, string? part, string file)
    {
        string[] distinct = [.. keys.Distinct()];
        if (distinct.Length == 1) return ([], null, distinct[0]);
        var shared = distinct[0].Split('-')
            .TakeWhile((word, i) => distinct.All(key => key.Split('-').ElementAtOrDefault(i) == word)).Count();
        var named = distinct.Select(key => (Key: key, Name: Name(key, shared)))
            .OrderBy(one => Array.IndexOf(Known, one.Name) is var place and >= 0 ? place : Known.Length)
            .ThenBy(one => one.Name, StringComparer.Ordinal)
            .ToList();
        var chosen = part is null ? named[0] : named.Find(one => one.Name == part);
        if (chosen.Name is null) throw DatasetError.PartUnknown(file, part!);
        return ([.. named.Select(one => one.Name)], chosen.Name, chosen.Key);
    }

    private static string Name(string key, int shared)
    {
        var rest = string.Join('-', key.Split('-').Skip(shared));
        return rest.Length > 0 ? rest : key.Length > 0 ? key : "-";
    }
}
