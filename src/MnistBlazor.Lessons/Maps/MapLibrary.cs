using System.Collections.Concurrent;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Maps.Borders;
using MnistBlazor.Lessons.Maps.Tables;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Maps;

/// <summary>Which table and which borders, by their ids: what outputs name rather than hold.</summary>
public sealed record MapSource(string Table, string Borders)
{
    public static readonly MapSource Example = new(MapFileParameter.ExampleTable, MapFileParameter.Provinces);
}

/// <summary>Reads tables and borders, and keeps what it has read: a file of an id never changes.</summary>
public static class MapLibrary
{
    public const string Tables = "table", Borders = "borders";

    /// <summary>Past so many, all are read anew: a class has a table, borders and the two joined for each.</summary>
    private const int MostKept = 120;

    private static readonly ConcurrentDictionary<string, object> Kept = new();

    /// <exception cref="MapFileException">A file is gone or damaged, or the table does not belong to the borders.</exception>
    public static MapData Load(LearnerFiles files, LearnerId learner, MapSource source)
    {
        if (source == MapSource.Example) return MapData.Example;
        var table = source.Table == MapFileParameter.ExampleTable
            ? ExampleTable.Table : Own(files, learner, source.Table, bytes => TableReader.Read(bytes));
        var borders = source.Borders == MapFileParameter.Provinces
            ? KoreanProvinces.Borders : Own(files, learner, source.Borders, bytes => BorderReader.Read(bytes));
        return Keep($"{source.Table} {source.Borders}", () => MapData.Of(table, borders));
    }

    /// <summary>Reads a file and, if it is what it should be, stores it for the learner. It is not read again to be shown.</summary>
    /// <returns>The file; or why there is no room for it.</returns>
    /// <exception cref="MapFileException">It is no table, or no borders.</exception>
    /// <exception cref="IOException">It cannot be stored.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static (LearnerFile? File, Message? Refusal) Add(LearnerFiles files, LearnerId learner, string kind, string name, byte[] bytes)
    {
        object read = kind == Tables ? TableReader.Read(bytes) : BorderReader.Read(bytes);
        var (file, refusal) = files.Add(learner, kind, name, bytes);
        if (file is not null) Keep(file.Id, () => read);
        return (file, refusal);
    }

    /// <summary>What is said of a file that is not even fetched.</summary>
    public static MapFileException TooLarge(string kind, int most) =>
        kind == Tables ? TableError.TooLarge(most) : BorderError.TooLarge(most);

    /// <summary>The same; null where it throws.</summary>
    public static MapData? Find(LearnerFiles files, LearnerId learner, MapSource source)
    {
        try
        {
            return Load(files, learner, source);
        }
        catch (MapFileException)
        {
            return null;
        }
    }

    // The owner is asked each time, whether it has been read or not.
    private static T Own<T>(LearnerFiles files, LearnerId learner, string id, Func<byte[], T> read) where T : class
    {
        if (Kept.TryGetValue(id, out var known) && files.Has(learner, id)) return (T)known;
        return files.Read(learner, id) is { } bytes ? Keep(id, () => read(bytes)) : throw new MapFileException(new("maps.file.gone"));
    }

    private static T Keep<T>(string key, Func<T> make) where T : class
    {
        if (Kept.TryGetValue(key, out var known)) return (T)known;
        if (Kept.Count >= MostKept) Kept.Clear();
        return (T)Kept.GetOrAdd(key, make());
    }
}
