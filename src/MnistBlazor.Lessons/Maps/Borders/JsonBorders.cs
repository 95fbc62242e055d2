using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;

namespace MnistBlazor.Lessons.Maps.Borders;

/// <summary>GeoJSON by its library, and TopoJSON by TopologyArcs.</summary>
internal static class JsonBorders
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new GeoJsonConverterFactory() } };

    /// <returns>The regions, and what the file says of its coordinates.</returns>
    /// <exception cref="Tables.MapFileException"/>
    public static (List<RawRegion> Regions, string? Said) Read(string text, BorderBounds bounds)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true });
            var root = document.RootElement;
            return Kind(root) switch
            {
                "Topology" => (TopologyArcs.Read(root, bounds), SaidIn(root)),
                "FeatureCollection" => (Features(root, bounds), SaidIn(root)),
                _ => throw BorderError.Unknown(),
            };
        }
        catch (JsonException malformed)
        {
            throw BorderError.Json((malformed.LineNumber ?? 0) + 1, malformed);
        }
    }

    /// <summary>The properties of a region as texts; what is a list or an object is none.</summary>
    public static Dictionary<string, string> Texts(IAttributesTable? attributes) => attributes is null ? [] : attributes.GetNames()
        .Select(name => (Name: name, Text: Text(attributes[name])))
        .Where(one => one.Text.Length > 0)
        .ToDictionary(one => one.Name, one => one.Text);

    public static string Kind(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()! : "";

    public static string Text(object? value) => value switch
    {
        string text => text.Trim(),
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!.Trim(),
        JsonElement { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };

    private static List<RawRegion> Features(JsonElement root, BorderBounds bounds)
    {
        if (!root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
            throw BorderError.At("features", "There is no such list.");
        if (features.GetArrayLength() > bounds.Regions) throw BorderError.Regions(features.GetArrayLength(), bounds.Regions);
        var regions = new List<RawRegion>();
        foreach (var (number, element) in features.EnumerateArray().Index())
        {
            try
            {
                var feature = element.Deserialize<IFeature>(Options);
                if (feature?.Geometry is null or { IsEmpty: true } or not (Polygon or MultiPolygon or GeometryCollection)) continue;
                var properties = Texts(feature.Attributes);
                if (element.TryGetProperty("id", out var id) && Text(id) is { Length: > 0 } text) properties.TryAdd("id", text);
                regions.Add(new(feature.Geometry, properties));
            }
            catch (Exception wrong) when (wrong is JsonException or ArgumentException or InvalidOperationException or FormatException
                or NotSupportedException or NullReferenceException or IndexOutOfRangeException)
            {
                throw BorderError.At($"features[{number}]", wrong);
            }
        }
        return regions;
    }

    // GeoJSON has had no coordinate systems since 2016, but Korean files still do: {"crs": {"properties": {"name": "…EPSG::5179"}}}.
    private static string? SaidIn(JsonElement root) =>
        root.TryGetProperty("crs", out var system) && system.ValueKind == JsonValueKind.Object
        && system.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
        && properties.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString() : null;
}
