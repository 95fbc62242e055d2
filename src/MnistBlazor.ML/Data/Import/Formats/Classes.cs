using System.Globalization;

namespace MnistBlazor.ML.Data.Import.Formats;

/// <summary>The classes that labels which are numbers stand for.</summary>
/// <param name="Names">By label from 0, as the data set will have it.</param>
/// <param name="LabelOf">By the number in the files.</param>
internal sealed record Classes(IReadOnlyList<string> Names, IReadOnlyDictionary<long, int> LabelOf)
{
    /// <summary>Those that occur, in order of their numbers, called as a <see cref="ClassList"/> says or by their numbers.</summary>
    /// <param name="key">Of the data set.</param>
    /// <param name="file">Of the labels, for errors.</param>
    /// <exception cref="DatasetException">There are too few or too many, or one is no good as a name.</exception>
    public static Classes OfNumbers(Search search, string key, string file, IEnumerable<long> labels)
    {
        var distinct = new SortedSet<long>(labels);
        var listed = ClassList.Read(search.Files, search.ClassLists, key, distinct);
        string[] names = [.. distinct.Select(label => listed.GetValueOrDefault(label) ?? label.ToString(CultureInfo.InvariantCulture))];
        ClassNames.Check(names, file, search.Bounds);
        return new(names, distinct.Select((label, i) => (label, i)).ToDictionary(one => one.label, one => one.i));
    }
}
