using System.Text;
using MnistBlazor.Lessons.Maps.Tables;
using MnistBlazor.ML.Data.Import;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace MnistBlazor.Lessons.Maps.Borders;

/// <summary>Reads borders that a learner brings along: GeoJSON, TopoJSON, a Shapefile as a zip archive.</summary>
public static class BorderReader
{
    private static readonly string[] NameEndings = ["nm", "name", "name_ko", "kor_nm", "name_en", "eng_nm", "title"];

    /// <param name="bytes">The file; its kind is recognised by what is in it.</param>
    /// <exception cref="MapFileException">It is of none of these kinds, damaged, too large, or in unknown coordinates.</exception>
    public static RegionBorders Read(byte[] bytes, BorderBounds? bounds = null)
    {
        bounds ??= new BorderBounds();
        if (bytes.Length > bounds.Bytes) throw BorderError.TooLarge(bounds.Bytes);
        var (regions, said) = bytes is [(byte)'P', (byte)'K', ..] ? ShapefileBorders.Read(bytes, bounds) : ReadJson(bytes, bounds);
        if (regions.Count == 0) throw BorderError.NoRegions();
        if (regions.Count > bounds.Regions) throw BorderError.Regions(regions.Count, bounds.Regions);
        if (regions.Sum(region => (long)region.Geometry.NumPoints) > bounds.Points) throw BorderError.Points(bounds.Points);
        // First of all, what is nowhere on the earth is refused: mending it could take for ever.
        var (degrees, coordinates) = CoordinateSystems.ToDegrees([.. regions.Select(region => region.Geometry)], said);
        var properties = Properties(regions);
        var drawing = BorderDrawing.FromDegrees([.. degrees.Select(Areas)], Names(properties, regions.Count), coordinates, bounds);
        return new(drawing, properties);
    }

    private static (List<RawRegion> Regions, string? Said) ReadJson(byte[] bytes, BorderBounds bounds)
    {
        if (DecodedText.Of(bytes) is not { } text || text.Text.AsSpan().TrimStart() is not ['{', ..]) throw BorderError.Unknown();
        return JsonBorders.Read(text.Text, bounds);
    }

    /// <summary>The polygons of a region, mended where they cross themselves.</summary>
    private static Geometry Areas(Geometry region, int number)
    {
        try
        {
            var geometry = region.IsValid ? region : GeometryFixer.Fix(region);
            Polygon[] polygons = [.. PolygonExtracter.GetPolygons(geometry).OfType<Polygon>().Where(polygon => !polygon.IsEmpty)];
            if (polygons.Length == 0) throw BorderError.At($"{number + 1}", "It has no area.");
            return geometry.Factory.CreateMultiPolygon(polygons);
        }
        catch (Exception wrong) when (wrong is TopologyException or ArgumentException)
        {
            throw BorderError.At($"{number + 1}", wrong);
        }
    }

    private static Dictionary<string, IReadOnlyList<string?>> Properties(List<RawRegion> regions) => regions
        .SelectMany(region => region.Properties.Keys).Distinct()
        .ToDictionary(
            name => name, IReadOnlyList<string?> (name) => [.. regions.Select(region => region.Properties.GetValueOrDefault(name))]);

    // SIG_KOR_NM, CTP_ENG_NM, name: the first that is one and tells most regions apart.
    private static IReadOnlyList<string> Names(Dictionary<string, IReadOnlyList<string?>> properties, int count)
    {
        var best = properties
            .OrderByDescending(property => NameEndings.Any(end => property.Key.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
            .ThenByDescending(property => property.Value.Distinct().Count())
            .FirstOrDefault().Value;
        return [.. Enumerable.Range(0, count).Select(region => best?[region] ?? TableError.Text(region + 1))];
    }
}
