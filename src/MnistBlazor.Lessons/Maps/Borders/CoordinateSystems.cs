using System.Globalization;
using System.Text.RegularExpressions;
using NetTopologySuite.Geometries;
using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;

namespace MnistBlazor.Lessons.Maps.Borders;

/// <summary>Recognises the coordinates that Korean borders come in, and turns them into degrees.</summary>
internal static partial class CoordinateSystems
{
    private const string Degrees = "EPSG:4326";

    private const string Grs80 = """
        GEOGCS["Korea 2000",DATUM["Geocentric datum of Korea",SPHEROID["GRS 1980",6378137,298.257222101],TOWGS84[0,0,0,0,0,0,0]],
        PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]
        """;

    // The shift from the old Korean datum is that of the National Geographic Information Institute, as in EPSG's transformation 1259.
    private const string Bessel = """
        GEOGCS["Korean 1985",DATUM["Korean Datum 1985",SPHEROID["Bessel 1841",6377397.155,299.1528128],
        TOWGS84[-115.80,474.99,674.11,1.16,-2.31,-1.63,6.43]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]
        """;

    // Central meridian, scale, false easting, false northing; the latitude of origin is 38 for all.
    private static readonly Dictionary<string, Belt> Belts = new()
    {
        ["EPSG:5174"] = new(Bessel, 127.0028902777778, 1, 200_000, 500_000),
        ["EPSG:5179"] = new(Grs80, 127.5, 0.9996, 1_000_000, 2_000_000),
        ["EPSG:5181"] = new(Grs80, 127, 1, 200_000, 500_000), ["EPSG:5186"] = new(Grs80, 127, 1, 200_000, 600_000),
        ["EPSG:5185"] = new(Grs80, 125, 1, 200_000, 600_000), ["EPSG:5187"] = new(Grs80, 129, 1, 200_000, 600_000),
        ["EPSG:5188"] = new(Grs80, 131, 1, 200_000, 600_000), ["EPSG:2097"] = new(Bessel, 127, 1, 200_000, 500_000),
    };

    /// <param name="said">What the file says: an EPSG code, or the text of a .prj file; null: nothing.</param>
    /// <returns>The regions in degrees, and which coordinates they had.</returns>
    /// <exception cref="Tables.MapFileException">They are in no system that is known here.</exception>
    public static (Geometry[] Regions, CoordinateSystemFound Found) ToDegrees(Geometry[] regions, string? said)
    {
        var all = new Envelope();
        foreach (var region in regions) all.ExpandToInclude(region.EnvelopeInternal);
        var code = Code(said);
        if (code is null && said is not null && !IsGeographic(said)) return (Transform(regions, said), new(Name(said), IsGuessed: false));
        var found = code ?? Guess(all) ?? throw BorderError.Coordinates(Text(all.Centre));
        var isGuessed = code is null && said is null;
        if (found != Degrees) return (Transform(regions, Belts[found].Wkt), new(found, isGuessed));
        return IsInDegrees(all) ? (regions, new(Degrees, isGuessed)) : throw BorderError.Coordinates(Text(all.Centre));
    }

    private static Geometry[] Transform(Geometry[] regions, string wkt)
    {
        try
        {
            var system = new CoordinateSystemFactory().CreateFromWkt(wkt);
            var transform = new CoordinateTransformationFactory()
                .CreateFromCoordinateSystems(system, GeographicCoordinateSystem.WGS84).MathTransform;
            return Array.ConvertAll(regions, region => BorderDrawing.Change(region, (x, y) =>
            {
                var (longitude, latitude) = transform.Transform(x, y);
                return double.IsFinite(longitude + latitude) && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 360
                    ? (longitude, latitude)
                    : throw BorderError.Coordinates(Text(new Coordinate(x, y)));
            }));
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException or FormatException
            or InvalidOperationException or NullReferenceException or IndexOutOfRangeException or InvalidCastException or IOException)
        {
            // The library reads what others write, and says in many ways that it cannot.
            throw BorderError.Coordinates(Name(wkt));
        }
    }

    /// <summary>A system of the table by what is said of it; null: another, or none.</summary>
    private static string? Code(string? said)
    {
        if (said is null) return null;
        if (EpsgCode().Match(said) is { Success: true } code && code.Groups[1].Value is var number)
            return number is "4326" or "4019" or "4737" or "4258" ? Degrees : Belts.ContainsKey("EPSG:" + number) ? "EPSG:" + number : null;
        if (said.Contains("CRS84", StringComparison.OrdinalIgnoreCase)) return Degrees;
        // ESRI's files have the numbers and no code.
        foreach (var (name, belt) in Belts)
        {
            if (belt.IsBessel == said.Contains("Bessel", StringComparison.OrdinalIgnoreCase)
                && Near("central_meridian", belt.Meridian) && Near("false_easting", belt.East) && Near("false_northing", belt.North)
                && Near("latitude_of_origin", 38) && Near("scale_factor", belt.Scale))
                return name;
        }
        return null;

        bool Near(string parameter, double value) =>
            Regex.Match(said, $"\"{parameter}\"\\s*,\\s*([-+0-9.eE]+)", RegexOptions.IgnoreCase) is { Success: true } found
            && double.TryParse(found.Groups[1].Value, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number - value) <= Math.Abs(value) * 1e-7;
    }

    /// <summary>
    /// By where the whole lies. Of the systems with an easting of 200,000, 5186 is the one in force since 2010; only what reaches further
    /// south than it can is taken for 5181, which is drawn within 300 m of 5174.
    /// </summary>
    private static string? Guess(Envelope all) => all switch
    {
        _ when IsInDegrees(all) => Degrees,
        { MinX: > 700_000, MaxX: < 1_500_000, MinY: > 1_300_000, MaxY: < 2_200_000 } => "EPSG:5179",
        { MinX: > -100_000, MaxX: < 700_000, MinY: > 40_000, MaxY: < 720_000 } => "EPSG:5186",
        { MinX: > -100_000, MaxX: < 700_000, MinY: > -80_000, MaxY: < 620_000 } => "EPSG:5181",
        _ => null,
    };

    private static bool IsInDegrees(Envelope all) => all is { MinX: >= -181, MaxX: <= 361, MinY: >= -90.001, MaxY: <= 90.001 };

    private static bool IsGeographic(string wkt) => wkt.TrimStart().StartsWith("GEOGCS", StringComparison.OrdinalIgnoreCase);

    private static string Name(string wkt) => WktName().Match(wkt) is { Success: true } name ? name.Groups[1].Value : wkt.Trim();

    private static string Text(Coordinate at) => string.Create(CultureInfo.InvariantCulture, $"{at.X:0.##}, {at.Y:0.##}");

    // urn:ogc:def:crs:EPSG::5179, EPSG:5179; the code of a .prj is its last: those before are of parts.
    [GeneratedRegex("EPSG[\":,:]+(\\d{4,5})\"?\\]?\\]?\\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex EpsgCode();

    [GeneratedRegex("^\\s*\\w+\\[\"([^\"]{1,60})")]
    private static partial Regex WktName();

    private sealed record Belt(string Datum, double Meridian, double Scale, double East, double North)
    {
        public bool IsBessel => Datum == Bessel;

        public string Wkt => string.Create(CultureInfo.InvariantCulture, $"""
            PROJCS["Korea",{Datum},PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",38],
            PARAMETER["central_meridian",{Meridian}],PARAMETER["scale_factor",{Scale}],PARAMETER["false_easting",{East}],
            PARAMETER["false_northing",{North}],UNIT["metre",1]]
            """);
    }
}
