using System.Text.Json;
using NetTopologySuite.Geometries;

namespace MnistBlazor.Lessons.Maps.Borders;

/// <summary>
/// TopoJSON: borders as arcs that neighbours share, by their numbers. No library for .NET reads it; the format is a page long
/// (github.com/topojson/topojson-specification).
/// </summary>
internal static class TopologyArcs
{
    private static readonly GeometryFactory Factory = new();

    /// <summary>The regions of the object with the most of them.</summary>
    /// <exception cref="Tables.MapFileException"/>
    public static List<RawRegion> Read(JsonElement topology, BorderBounds bounds)
    {
        var arcs = Arcs(topology, bounds);
        if (!topology.TryGetProperty("objects", out var objects) || objects.ValueKind != JsonValueKind.Object)
            throw BorderError.At("objects", "There is no such object.");
        var best = objects.EnumerateObject().Select(one => (one.Name, Geometries: GeometriesOf(one.Value).ToList()))
            .MaxBy(one => one.Geometries.Count);
        if (best.Name is null) throw BorderError.NoRegions();
        if (best.Geometries.Count > bounds.Regions) throw BorderError.Regions(best.Geometries.Count, bounds.Regions);
        var (regions, points) = (new List<RawRegion>(), 0);
        foreach (var (number, geometry) in best.Geometries.Index())
        {
            var place = $"objects.{best.Name}.geometries[{number}]";
            try
            {
                if (Areas(geometry, arcs, place) is not { IsEmpty: false } areas) continue;
                points += areas.NumPoints;
                if (points > bounds.Points) throw BorderError.Points(bounds.Points);
                regions.Add(new(areas, Properties(geometry)));
            }
            catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException or FormatException
                or KeyNotFoundException)
            {
                throw BorderError.At(place, wrong);
            }
        }
        return regions;
    }

    private static IEnumerable<JsonElement> GeometriesOf(JsonElement element) => JsonBorders.Kind(element) switch
    {
        "GeometryCollection" when element.TryGetProperty("geometries", out var parts) && parts.ValueKind == JsonValueKind.Array =>
            parts.EnumerateArray(),
        "Polygon" or "MultiPolygon" => [element],
        _ => [],
    };

    private static Coordinate[][] Arcs(JsonElement topology, BorderBounds bounds)
    {
        var (scale, shift) = topology.TryGetProperty("transform", out var transform)
            ? (Pair(transform, "scale"), Pair(transform, "translate")) : ((1d, 1d), (0d, 0d));
        var isQuantized = transform.ValueKind == JsonValueKind.Object;
        if (!topology.TryGetProperty("arcs", out var list) || list.ValueKind != JsonValueKind.Array)
            throw BorderError.At("arcs", "There is no such list.");
        var (arcs, points) = (new List<Coordinate[]>(list.GetArrayLength()), 0);
        foreach (var (number, arc) in list.EnumerateArray().Index())
        {
            var (x, y, line) = (0d, 0d, new List<Coordinate>());
            try
            {
                foreach (var position in arc.EnumerateArray())
                {
                    var (nextX, nextY) = (position[0].GetDouble(), position[1].GetDouble());
                    // Each position of a quantized arc is how far it is from the one before.
                    (x, y) = isQuantized ? (x + nextX, y + nextY) : (nextX, nextY);
                    line.Add(new(x * scale.Item1 + shift.Item1, y * scale.Item2 + shift.Item2));
                    if (++points > bounds.Points) throw BorderError.Points(bounds.Points);
                }
            }
            catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or IndexOutOfRangeException)
            {
                throw BorderError.At($"arcs[{number}]", wrong);
            }
            arcs.Add([.. line]);
        }
        return [.. arcs];
    }

    private static (double, double) Pair(JsonElement transform, string name)
    {
        try
        {
            var pair = transform.GetProperty(name);
            return (pair[0].GetDouble(), pair[1].GetDouble());
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or IndexOutOfRangeException
            or KeyNotFoundException)
        {
            throw BorderError.At($"transform.{name}", wrong);
        }
    }

    private static MultiPolygon? Areas(JsonElement geometry, Coordinate[][] arcs, string place) => JsonBorders.Kind(geometry) switch
    {
        "Polygon" => Factory.CreateMultiPolygon([Area(geometry.GetProperty("arcs"), arcs, place)]),
        "MultiPolygon" => Factory.CreateMultiPolygon(
            [.. geometry.GetProperty("arcs").EnumerateArray().Select(rings => Area(rings, arcs, place))]),
        _ => null,
    };

    private static Polygon Area(JsonElement rings, Coordinate[][] arcs, string place)
    {
        LinearRing[] all = [.. rings.EnumerateArray().Select(ring => Ring(ring, arcs, place)).Where(ring => !ring.IsEmpty)];
        return all.Length == 0 ? Factory.CreatePolygon() : Factory.CreatePolygon(all[0], all[1..]);
    }

    private static LinearRing Ring(JsonElement numbers, Coordinate[][] arcs, string place)
    {
        var ring = new List<Coordinate>();
        foreach (var element in numbers.EnumerateArray())
        {
            var number = element.GetInt32();
            // The complement of a number is its arc backwards.
            var index = number < 0 ? ~number : number;
            if (index >= arcs.Length) throw BorderError.At(place, $"There is no arc {number}.");
            var arc = number < 0 ? arcs[index].Reverse() : arcs[index];
            // Where two arcs meet, both have the corner.
            ring.AddRange(arc.Skip(ring.Count == 0 ? 0 : 1).Select(corner => corner.Copy()));
        }
        if (ring.Count > 0 && !ring[0].Equals2D(ring[^1])) ring.Add(ring[0].Copy());
        return ring.Count < 4 ? Factory.CreateLinearRing() : Factory.CreateLinearRing([.. ring]);
    }

    private static Dictionary<string, string> Properties(JsonElement geometry)
    {
        var properties = new Dictionary<string, string>();
        if (geometry.TryGetProperty("properties", out var list) && list.ValueKind == JsonValueKind.Object)
            foreach (var property in list.EnumerateObject())
                if (JsonBorders.Text(property.Value) is { Length: > 0 } text) properties[property.Name] = text;
        if (geometry.TryGetProperty("id", out var id) && JsonBorders.Text(id) is { Length: > 0 } name) properties.TryAdd("id", name);
        return properties;
    }
}
