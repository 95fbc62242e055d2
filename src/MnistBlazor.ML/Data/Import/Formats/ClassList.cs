using System.Globalization;
using System.Text;

namespace MnistBlazor.ML.Data.Import.Formats;

/// <summary>
/// A file that names the classes of labels that are numbers: <c>classes.txt</c>, a name on each line from label 0, or from 1 where the
/// labels begin there; or EMNIST's <c>…-mapping.txt</c>, on each line a label and the code of its character.
/// </summary>
internal static class ClassList
{
    private const string MappingEnding = "mapping.txt";

    public static bool Is(DatasetFileEntry entry) =>
        entry.Name.Equals(StoredDataset.ClassFile, StringComparison.OrdinalIgnoreCase)
        || entry.Name.EndsWith(MappingEnding, StringComparison.OrdinalIgnoreCase);

    /// <param name="lists">Those of the files that are one.</param>
    /// <param name="key">Of the data set, where there are several.</param>
    /// <param name="labels">That occur.</param>
    /// <returns>By label; empty: there is no list for them.</returns>
    /// <exception cref="DatasetException">It names no class for one of the labels.</exception>
    public static IReadOnlyDictionary<long, string> Read(
        DatasetFiles files, IReadOnlyList<DatasetFileEntry> lists, string key, IReadOnlyCollection<long> labels)
    {
        var list = lists.FirstOrDefault(entry => TableName.Of(entry.Path).Key == key)
            ?? lists.FirstOrDefault(entry => entry.Name == StoredDataset.ClassFile) ?? (lists.Count == 1 ? lists[0] : null);
        if (list is null || labels.Count == 0) return new Dictionary<long, string>();
        var text = Encoding.UTF8.GetString(files.Read(list)).TrimStart('\uFEFF').TrimEnd();
        string[] lines = [.. text.Split('\n').Select(line => line.Trim())];
        var names = list.Name.EndsWith(MappingEnding, StringComparison.OrdinalIgnoreCase) ? Mapping(lines) : Lines(lines, labels);
        foreach (var label in labels)
            if (!names.ContainsKey(label)) throw DatasetError.LabelUnnamed(list.Path, label);
        return names;
    }

    private static Dictionary<long, string> Lines(string[] lines, IReadOnlyCollection<long> labels)
    {
        var first = labels.Min() >= 1 && labels.Max() == lines.Length ? 1 : 0;
        return lines.Select((name, i) => (Label: (long)i + first, Name: name)).ToDictionary(one => one.Label, one => one.Name);
    }

    private static Dictionary<long, string> Mapping(string[] lines)
    {
        var names = new Dictionary<long, string>();
        foreach (var line in lines)
        {
            if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var label, var code, ..]) continue;
            if (long.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var character) && Rune.IsValid(character))
                names[number] = new Rune(character).ToString();
        }
        return names;
    }
}
