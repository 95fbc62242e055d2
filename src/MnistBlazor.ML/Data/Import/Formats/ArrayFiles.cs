using MnistBlazor.ML.Data.Import.Archives;

namespace MnistBlazor.ML.Data.Import.Formats;

/// <summary>A file of numbers that has been looked at.</summary>
internal sealed record ArrayFile(DatasetFileEntry Entry, ArrayHeader Header, TableName Name)
{
    public static ArrayFile Of(DatasetFileEntry entry, ArrayHeader header) => new(entry, header, TableName.Of(entry.Path));
}

/// <summary>
/// Finds a data set in IDX files or NumPy's arrays: which hold images and which labels, which belong together, and what each is for. Their
/// headers say what they are; their names only where that leaves a choice. Just the files of the data set that is chosen are read.
/// </summary>
internal static class ArrayFiles
{
    /// <param name="kind"><c>idx</c> or <c>npz</c>.</param>
    /// <returns>Null: no images with labels are among them.</returns>
    /// <exception cref="DatasetException">A file is damaged or too large, or its labels are none that can be used.</exception>
    public static FoundDataset? Find(Search search, string kind, IReadOnlyList<ArrayFile> arrays)
    {
        var pairs = ArrayPairs.Find(search, arrays);
        if (pairs.Count == 0) return null;
        var (parts, part, key) = DatasetParts.Choose(pairs.Select(pair => pair.Key), search.Part, search.Name);
        pairs = pairs.FindAll(pair => pair.Key == key);
        search.CheckCount(pairs.Aggregate((Int128)0, (sum, pair) => sum + pair.Images.Header.Count));
        var labels = pairs.ConvertAll(pair => Labels(search, pair.Labels));
        var classes = Classes.OfNumbers(search, key, pairs[0].Labels.Entry.Path, labels.SelectMany(one => one));
        var hasTest = pairs.Exists(pair => pair.Role == ImageRole.Test) && pairs.Exists(pair => pair.Role != ImageRole.Test);
        var images = new List<FoundImage>();
        for (var i = 0; i < pairs.Count; i++)
        {
            var (file, table, own) = (pairs[i].Images.Entry.Path, Images(search, pairs[i].Images), labels[i]);
            var role = !hasTest ? ImageRole.Unsaid : pairs[i].Role == ImageRole.Test ? ImageRole.Test : ImageRole.Train;
            for (var number = 0; number < own.Length; number++)
            {
                var at = number;
                images.Add(new(file, at, classes.LabelOf[own[at]], role, () => table.Read(at)));
            }
        }
        return new(kind, classes.Names, images)
        {
            Parts = parts,
            Part = part,
            IsUniform = true,
            Transposed = search.IsTransposed(key),
            Findings = Finding.Validation(pairs.Sum(pair => hasTest && pair.Images.Name.IsValidation ? pair.Images.Header.Count : 0)),
        };
    }

    private static ImageTable Images(Search search, ArrayFile file)
    {
        var (height, width) = file.Header.ImageSize!.Value;
        var most = search.Bounds.ImageSide;
        if (height < 1 || width < 1 || height > most || width > most) throw DatasetError.ImageSize(file.Entry.Path, width, height, most);
        var unpacked = search.Files.Unpack(file.Entry, search.Progress, search.Cancellation);
        CheckLength(file, unpacked.Length);
        return new(unpacked, file.Header, (int)height, (int)width, Range(search, file, unpacked));
    }

    private static long[] Labels(Search search, ArrayFile file)
    {
        var (header, path) = (file.Header, file.Entry.Path);
        var content = search.Files.Read(file.Entry, search.Progress, search.Cancellation);
        CheckLength(file, content.Length);
        var row = (header.Shape.Count == 2 ? (int)header.Shape[1] : 1) * header.ElementLength;
        var labels = new long[header.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            var offset = header.Offset + (long)i * row;
            var value = header.Element(content.AsSpan((int)offset));
            if (!double.IsInteger(value) || Math.Abs(value) > int.MaxValue) throw DatasetError.LabelNumber(path, offset);
            labels[i] = (long)value;
        }
        return labels;
    }

    private static void CheckLength(ArrayFile file, long length)
    {
        var expected = file.Header.FileLength;
        if (length < expected) throw DatasetError.Truncated(file.Entry.Path, length, (long)Int128.Min(expected, long.MaxValue));
        if (length > expected) throw DatasetError.Oversized(file.Entry.Path, (long)expected, length);
    }

    private static ValueRange Range(Search search, ArrayFile file, UnpackedFile unpacked)
    {
        var header = file.Header;
        var (smallest, largest) = (double.MaxValue, double.MinValue);
        var block = new byte[1 << 16];
        for (long offset = header.Offset; offset < unpacked.Length; offset += block.Length)
        {
            search.Cancellation.ThrowIfCancellationRequested();
            var part = block.AsSpan(0, (int)Math.Min(block.Length, unpacked.Length - offset));
            unpacked.Read(offset, part);
            for (var at = 0; at + header.ElementLength <= part.Length; at += header.ElementLength)
            {
                var value = header.Element(part[at..]);
                if (double.IsNaN(value)) throw DatasetError.ValueRange(file.Entry.Path);
                smallest = Math.Min(smallest, value);
                largest = Math.Max(largest, value);
            }
            // A byte cannot be past 255: one that is far enough from 0 says it all.
            if (header.Type == ElementType.UInt8 && largest > 16) return ValueRange.Bytes;
        }
        return ValueRange.Of(smallest, largest) ?? throw DatasetError.ValueRange(file.Entry.Path);
    }
}
