using System.IO.Compression;
using System.Text;
using MnistBlazor.ML.Data.Import;
using NetTopologySuite.IO.Esri;
using NetTopologySuite.IO.Esri.Shapefiles.Readers;

namespace MnistBlazor.Lessons.Maps.Borders;

/// <summary>A Shapefile: .shp and .dbf, with .prj and .cpg if they are there, in a zip archive.</summary>
internal static class ShapefileBorders
{
    /// <returns>The regions, and what the .prj says.</returns>
    /// <exception cref="Tables.MapFileException"/>
    public static (List<RawRegion> Regions, string? Said) Read(byte[] bytes, BorderBounds bounds)
    {
        var parts = Unpack(bytes, bounds);
        var (shapes, table) = (Part(".shp"), Part(".dbf"));
        ShapeRecords.Check(shapes);
        var said = parts.TryGetValue(".prj", out var projection) ? DecodedText.Of(projection)?.Text.Trim() : null;
        var options = new ShapefileReaderOptions
        {
            Encoding = EncodingOf(parts.GetValueOrDefault(".cpg"), table), GeometryBuilderMode = GeometryBuilderMode.IgnoreInvalidShapes,
        };
        var regions = new List<RawRegion>();
        try
        {
            using var reader = Shapefile.OpenRead(new MemoryStream(shapes), new MemoryStream(table), options);
            if (reader.RecordCount > bounds.Regions) throw BorderError.Regions(reader.RecordCount, bounds.Regions);
            while (reader.Read(out var deleted, out var feature))
            {
                if (deleted || feature.Geometry is null or { IsEmpty: true }) continue;
                regions.Add(new(feature.Geometry, JsonBorders.Texts(feature.Attributes)));
            }
        }
        catch (Exception damaged) when (damaged is not Tables.MapFileException and not OutOfMemoryException)
        {
            // Whatever a damaged file makes its reader stumble over.
            throw BorderError.At($".shp {regions.Count + 1}", damaged);
        }
        return (regions, string.IsNullOrEmpty(said) ? null : said);

        byte[] Part(string ending) => parts.TryGetValue(ending, out var part) ? part : throw BorderError.Missing(ending);
    }

    /// <summary>The parts by their endings; of other files in the archive there is no need.</summary>
    private static Dictionary<string, byte[]> Unpack(byte[] bytes, BorderBounds bounds)
    {
        var parts = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes));
            var files = archive.Entries.Where(entry => !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)).ToList();
            var shapefiles = files.Where(entry => entry.Name.EndsWith(".shp", StringComparison.OrdinalIgnoreCase)).ToList();
            if (shapefiles.Count != 1) throw shapefiles.Count == 0 ? BorderError.Missing(".shp") : BorderError.Several(shapefiles.Count);
            var stem = Path.GetFileNameWithoutExtension(shapefiles[0].Name);
            foreach (var entry in files)
                if (Path.GetFileNameWithoutExtension(entry.Name).Equals(stem, StringComparison.OrdinalIgnoreCase)
                    && Path.GetExtension(entry.Name).ToLowerInvariant() is ".shp" or ".dbf" or ".prj" or ".cpg")
                    parts[Path.GetExtension(entry.Name)] = Unpack(entry, bounds.Bytes - parts.Values.Sum(part => part.Length), bounds);
        }
        catch (InvalidDataException damaged)
        {
            throw BorderError.Archive(damaged);
        }
        return parts;
    }

    // The length that the archive says may be wrong: what counts is what comes.
    private static byte[] Unpack(ZipArchiveEntry entry, int room, BorderBounds bounds)
    {
        using var content = entry.Open();
        using var unpacked = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            if (unpacked.Length + read > room) throw BorderError.TooLarge(bounds.Bytes);
            unpacked.Write(buffer, 0, read);
        }
        return unpacked.ToArray();
    }

    // Korean offices write CP949 and say nothing, or say EUC-KR.
    private static Encoding EncodingOf(byte[]? codePage, byte[] table)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var said = codePage is null ? "" : Encoding.ASCII.GetString(codePage).Trim();
        if (said.Contains("UTF", StringComparison.OrdinalIgnoreCase)) return new UTF8Encoding();
        if (said.Length > 0) return Encoding.GetEncoding(949);
        // The records: what stands before them is no text.
        var records = table.Length > 10 ? table.AsSpan(Math.Min(table.Length, BitConverter.ToUInt16(table, 8))) : [];
        return System.Text.Unicode.Utf8.IsValid(records) ? new UTF8Encoding() : Encoding.GetEncoding(949);
    }
}
