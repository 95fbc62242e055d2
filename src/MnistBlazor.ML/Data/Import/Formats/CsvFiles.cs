namespace MnistBlazor.ML.Data.Import.Formats;

/// <summary>A table that has been looked at.</summary>
internal sealed record CsvFile(DatasetFileEntry Entry, CsvLayout Layout, TableName Name);

/// <summary>
/// Finds a data set in tables with an image on each line, its label before or behind its pixels, as Kaggle has them. A table without
/// labels or without pixels is left out.
/// </summary>
internal static class CsvFiles
{
    /// <summary>As many of one separator in the first bytes of a text make it a table, whatever it is called.</summary>
    private const int Separators = 30;

    /// <param name="start">The first bytes of a text.</param>
    public static bool IsTable(ReadOnlySpan<byte> start)
    {
        var end = start.IndexOf((byte)'\n');
        var line = end < 0 ? start : start[..end];
        return Math.Max(line.Count((byte)','), Math.Max(line.Count((byte)';'), line.Count((byte)'\t'))) >= Separators;
    }

    /// <returns>Null: none of them has images with labels.</returns>
    /// <exception cref="DatasetException">A line is wrong, or there are too many images or classes.</exception>
    public static FoundDataset? Find(Search search, IReadOnlyList<DatasetFileEntry> entries)
    {
        var files = new List<CsvFile>();
        foreach (var entry in entries)
        {
            try
            {
                files.Add(new(entry, CsvReading.Layout(search, entry), TableName.Of(entry.Path)));
            }
            catch (DatasetException error)
            {
                search.Skip(entry, error);
            }
        }
        if (files.Count == 0) return null;
        var (parts, part, key) = DatasetParts.Choose(files.Select(file => file.Name.Key), search.Part, search.Name);
        files = files.FindAll(file => file.Name.Key == key);
        var tables = new List<CsvTable>();
        foreach (var file in files) tables.Add(CsvReading.Read(search, file, tables.Sum(table => (long)table.Labels.Count)));
        var classes = CsvClasses.Of(search, key, files[0].Entry.Path, tables);
        var hasTest = files.Exists(file => file.Name.Role == ImageRole.Test) && files.Exists(file => file.Name.Role != ImageRole.Test);
        var images = files.Zip(tables).SelectMany(pair => Images(pair.First, pair.Second, classes, hasTest));
        var validation = files.Zip(tables).Where(pair => hasTest && pair.First.Name.IsValidation).Sum(pair => pair.Second.Labels.Count);
        return new("csv", classes.Names, [.. images])
        {
            Parts = parts,
            Part = part,
            IsUniform = true,
            Transposed = search.IsTransposed(key),
            Findings = Finding.Validation(validation),
        };
    }

    private static IEnumerable<FoundImage> Images(CsvFile file, CsvTable table, CsvClasses classes, bool hasTest)
    {
        var role = !hasTest ? ImageRole.Unsaid : file.Name.Role == ImageRole.Test ? ImageRole.Test : ImageRole.Train;
        return table.Labels.Select(
            (label, i) => new FoundImage(file.Entry.Path, i, classes.LabelOf[label], role, () => table.Images.Read(i)));
    }
}

/// <summary>The classes that the labels of tables stand for, which are numbers or words.</summary>
/// <param name="LabelOf">By the label as it is written.</param>
internal sealed record CsvClasses(IReadOnlyList<string> Names, IReadOnlyDictionary<string, int> LabelOf)
{
    /// <exception cref="DatasetException">There are too few or too many, or one is no good as a name.</exception>
    public static CsvClasses Of(Search search, string key, string file, IReadOnlyList<CsvTable> tables)
    {
        var written = ClassNames.InOrder(tables.SelectMany(table => table.Labels).Distinct());
        var numbers = written.Select(text => long.TryParse(text, out var number) ? number : (long?)null).ToList();
        if (numbers.Contains(null))
        {
            ClassNames.Check(written, file, search.Bounds);
            return new(written, written.Select((text, i) => (text, i)).ToDictionary(one => one.text, one => one.i));
        }
        var classes = Classes.OfNumbers(search, key, file, numbers.Select(number => number!.Value));
        return new(classes.Names, written.Zip(numbers).ToDictionary(one => one.First, one => classes.LabelOf[one.Second!.Value]));
    }
}
