using System.IO.Compression;
using System.Text;
using System.Text.Json;
using MnistBlazor.Lessons.Maps.Borders;
using MnistBlazor.Lessons.Maps.Tables;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Esri;

namespace MnistBlazor.Lessons.Tests.Maps.Borders;

public class BorderReaderTests
{
    private const string OnePolygon =
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":";

    /// <summary>Two squares of a degree side by side, the right one with a hole.</summary>
    private const string GeoJson = """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"SIG_CD":"11","SIG_KOR_NM":"왼쪽"},
         "geometry":{"type":"Polygon","coordinates":[[[126,36],[127,36],[127,37],[126,37],[126,36]]]}},
        {"type":"Feature","id":12,"properties":{"SIG_CD":"21","SIG_KOR_NM":"오른쪽"},
         "geometry":{"type":"MultiPolygon","coordinates":[[[[127,36],[128,36],[128,37],[127,37],[127,36]],
           [[127.4,36.4],[127.4,36.6],[127.6,36.6],[127.6,36.4],[127.4,36.4]]]]}}]}
        """;

    private const string Topology = """
        {"type":"Topology","transform":{"scale":[0.5,0.5],"translate":[126,36]},
        "objects":{"nothing":{"type":"GeometryCollection","geometries":[]},"areas":{"type":"GeometryCollection","geometries":[
        {"type":"Polygon","id":"a","arcs":[[0,1]],"properties":{"name":"왼쪽"}},
        {"type":"MultiPolygon","id":"b","arcs":[[[-1,2]]],"properties":{"name":"오른쪽"}}]}},
        "arcs":[[[2,0],[0,2]],[[2,2],[-2,0],[0,-2],[2,0]],[[2,0],[2,0],[0,2],[-2,0]]]}
        """;

    [Fact]
    public void GeoJson_is_drawn_as_paths_in_one_box()
    {
        var borders = Read(GeoJson);

        Assert.Equal(["왼쪽", "오른쪽"], borders.Drawing.Regions.Select(region => region.Name));
        Assert.Equal(["11", "21"], borders.Properties["SIG_CD"]);
        Assert.Equal([null, "12"], borders.Properties["id"]);
        Assert.Equal(("EPSG:4326", true), (borders.Drawing.Coordinates.Code, borders.Drawing.Coordinates.IsGuessed));
        // Two degrees of longitude at 36.5 degrees north are 1.608 times one of latitude; the longer side is 788 and the margins.
        Assert.Equal((800, 503), (borders.Drawing.Width, borders.Drawing.Height));
        Assert.Equal("M400 496.1l0 -490.1 -394 0 0 490.1z", borders.Drawing.Regions[0].Path);
        Assert.Equal(2, borders.Drawing.Regions[1].Path.Count(letter => letter == 'M'));
        var left = borders.Drawing.Regions[0];
        Assert.Equal((6, 400), (left.Left, left.Right));
        Assert.InRange(left.LabelRadius, 190, 197);
        Assert.InRange(left.LabelX, 195, 211);
    }

    [Fact]
    public void A_label_keeps_off_a_hole()
    {
        var right = Read(GeoJson).Drawing.Regions[1];

        Assert.InRange(right.LabelRadius, 60, 200);
        Assert.False(Math.Abs(right.LabelX - 597) < 60 && Math.Abs(right.LabelY - 251) < 60);
    }

    [Fact]
    public void TopoJson_gives_the_same_as_GeoJson()
    {
        var (topology, plain) = (Read(Topology), Read(GeoJson));

        Assert.Equal(["a", "b"], topology.Properties["id"]);
        Assert.Equal(["왼쪽", "오른쪽"], topology.Drawing.Regions.Select(region => region.Name));
        Assert.Equal((plain.Drawing.Width, plain.Drawing.Height), (topology.Drawing.Width, topology.Drawing.Height));
        Assert.Equal(plain.Drawing.Regions[0] with { Path = "" }, topology.Drawing.Regions[0] with { Path = "" });
    }

    // Seoul's city hall by each system, as EPSG's definitions give it (proj 9).
    [Theory]
    [InlineData("EPSG:5179", 953_898, 1_952_030)]
    [InlineData("EPSG:5186", 198_047, 551_865)]
    [InlineData("EPSG:5181", 198_047, 451_865)]
    public void Korean_coordinates_are_recognised_by_their_range(string code, double x, double y)
    {
        // A country's worth around it, so that the range speaks.
        var south = code == "EPSG:5181" ? 490_000 : 330_000;
        var borders = Read(Square(x, y - south, 260_000, south));

        Assert.Equal((code, true), (borders.Drawing.Coordinates.Code, borders.Drawing.Coordinates.IsGuessed));
    }

    [Theory]
    [InlineData("urn:ogc:def:crs:EPSG::5179", 953_898, 1_952_030)]
    [InlineData("urn:ogc:def:crs:EPSG::5186", 198_047, 551_865)]
    [InlineData("EPSG:5181", 198_047, 451_865)]
    [InlineData("urn:ogc:def:crs:EPSG::5174", 197_975.6, 451_556)]
    public void Coordinates_become_the_degrees_that_they_stand_for(string said, double x, double y)
    {
        var factory = new GeometryFactory();
        var around = factory.CreatePoint(new Coordinate(x, y)).Buffer(1);

        var (degrees, found) = CoordinateSystems.ToDegrees([around], said);

        Assert.False(found.IsGuessed);
        Assert.Equal(126.97796, degrees[0].Centroid.X, 2e-4);
        Assert.Equal(37.56633, degrees[0].Centroid.Y, 2e-4);
    }

    [Fact]
    public void A_shapefile_is_read_from_its_archive_with_names_in_CP949_and_the_coordinates_that_its_prj_says()
    {
        var borders = BorderReader.Read(Shapefile("""
            PROJCS["Korea_2000_Korea_Unified_Coordinate_System",GEOGCS["GCS_Korea_2000",DATUM["D_Korea_2000",
            SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],
            PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",1000000.0],PARAMETER["False_Northing",2000000.0],
            PARAMETER["Central_Meridian",127.5],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",38.0],UNIT["Meter",1.0]]
            """));

        Assert.Equal(["종로구", "중구"], borders.Properties["SIG_KOR_NM"]);
        Assert.Equal(("EPSG:5179", false), (borders.Drawing.Coordinates.Code, borders.Drawing.Coordinates.IsGuessed));
        Assert.Equal(2, Corners(borders.Drawing.Regions[0].Path).Intersect(Corners(borders.Drawing.Regions[1].Path)).Count());
    }

    [Fact]
    public void Neighbours_stay_joined_when_corners_are_left_out()
    {
        // A border of a thousand corners between two regions.
        var wave = Enumerable.Range(0, 1001)
            .Select(i => (X: 127 + 0.05 * Math.Sin(i / 20.0) + 0.001 * Math.Sin(i * 1.7), Y: 36 + i / 1000.0)).ToList();
        var there = string.Join(',', wave.Select(Text));
        var back = string.Join(',', Enumerable.Reverse(wave).Select(Text));
        var borders = Read($$$"""
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"name":"a"},
             "geometry":{"type":"Polygon","coordinates":[[[126,36],{{{there}}},[126,37],[126,36]]]}},
            {"type":"Feature","properties":{"name":"b"},
             "geometry":{"type":"Polygon","coordinates":[[[128,37],{{{back}}},[128,36],[128,37]]]}}]}
            """);

        var (a, b) = (Corners(borders.Drawing.Regions[0].Path), Corners(borders.Drawing.Regions[1].Path));
        var shared = a.Intersect(b).Count();
        Assert.InRange(shared, 20, 600);
        Assert.Equal(2, a.Except(b).Count()); // the two on the far side
        Assert.Equal(2, b.Except(a).Count());

        static string Text((double X, double Y) at) => JsonSerializer.Serialize(new[] { at.X, at.Y });
    }

    [Theory]
    [InlineData("nothing", "maps.borders.unknown()")]
    [InlineData("{\"type\":\"Feature\"}", "maps.borders.unknown()")]
    [InlineData("[1]", "maps.borders.unknown()")]
    [InlineData("{\"type\":\"FeatureCollection\"}", "maps.borders.at(features, There is no such list.)")]
    [InlineData("{\"type\":\"FeatureCollection\",\"features\":[]}", "maps.borders.no-regions()")]
    [InlineData("{\"type\":\"Topology\"}", "maps.borders.at(arcs, There is no such list.)")]
    public void What_is_no_map_is_refused(string text, string reason) =>
        Assert.Equal(reason, Assert.Throws<MapFileException>(() => Read(text)).Reason.ToString());

    [Theory]
    [InlineData("{\"type\":\n\"FeatureCollection\",\n\"features\":[}", "maps.borders.json", "3")]
    [InlineData(OnePolygon + "[[[1,2],[3]]]}}]}",
        "maps.borders.at", "features[0]")]
    [InlineData(OnePolygon + "[[[1,2],[3,4],[5,6]]]}}]}",
        "maps.borders.at", "features[0]")]
    [InlineData("{\"type\":\"Topology\",\"arcs\":[[[1]]],\"objects\":{}}", "maps.borders.at", "arcs[0]")]
    [InlineData("{\"type\":\"Topology\",\"arcs\":[],\"objects\":{\"a\":{\"type\":\"Polygon\",\"arcs\":[[7]]}}}",
        "maps.borders.at", "objects.a.geometries[0]")]
    [InlineData(OnePolygon + "[[[9e6,9e6],[9e6,9.1e6],[9.1e6,9.1e6],[9e6,9e6]]]}}]}",
        "maps.borders.coordinates", "9033333.33, 9066666.67")]
    public void What_is_wrong_is_said_with_its_place(string text, string code, string place)
    {
        var reason = Assert.Throws<MapFileException>(() => Read(text)).Reason;

        Assert.Equal(code, reason.Code);
        if (code != "maps.borders.coordinates") Assert.Equal(place, reason.Arguments[0]);
    }

    [Fact]
    public void What_is_too_large_is_refused()
    {
        Assert.Equal("maps.borders.regions(2, 1)", Reason(Encoding.UTF8.GetBytes(GeoJson), new(Regions: 1)));
        Assert.Equal("maps.borders.points(5)", Reason(Encoding.UTF8.GetBytes(GeoJson), new(Points: 5)));
        Assert.Equal("maps.borders.points(5)", Reason(Encoding.UTF8.GetBytes(Topology), new(Points: 5)));
        Assert.Equal("maps.borders.too-large(0)", Reason(Encoding.UTF8.GetBytes(GeoJson), new(Bytes: 100)));
        // 20 MB of nothing in 20 kB.
        Assert.Equal("maps.borders.too-large(1)", Reason(Zip(("a.shp", new byte[20 << 20]), ("a.dbf", [])), new(Bytes: 1 << 20)));

        static string Reason(byte[] bytes, BorderBounds bounds) =>
            Assert.Throws<MapFileException>(() => BorderReader.Read(bytes, bounds)).Reason.ToString();
    }

    [Fact]
    public void Archives_that_are_no_shapefile_are_refused()
    {
        Assert.Equal("maps.borders.missing(.shp)", Reason(Zip(("readme.txt", [1]))));
        Assert.Equal("maps.borders.missing(.dbf)", Reason(Zip(("a.shp", [1]))));
        Assert.Equal("maps.borders.several(2)", Reason(Zip(("a.shp", [1]), ("b.shp", [1]))));
        Assert.StartsWith("maps.borders.archive(", Reason([(byte)'P', (byte)'K', 3, 4, 0, 0]), StringComparison.Ordinal);
        Assert.StartsWith("maps.borders.at(.shp", Reason(Zip(("a.shp", new byte[200]), ("a.dbf", new byte[50]))), StringComparison.Ordinal);

        static string Reason(byte[] bytes) => Assert.Throws<MapFileException>(() => BorderReader.Read(bytes)).Reason.ToString();
    }

    [Fact]
    public void Damaged_shapefiles_do_no_more_than_be_refused()
    {
        var parts = Parts("");
        var random = new Random(3);
        for (var i = 0; i < 60; i++)
        {
            var (shapes, table) = ((byte[])parts.Shapes.Clone(), (byte[])parts.Table.Clone());
            for (var change = 0; change < 4; change++) shapes[random.Next(shapes.Length)] = (byte)random.Next(256);
            table[random.Next(table.Length)] = (byte)random.Next(256);
            var thrown = Record.Exception(() => BorderReader.Read(Zip(("a.shp", shapes), ("a.dbf", table))));
            Assert.True(thrown is null or MapFileException, $"{i}: {thrown}");
        }
    }

    [Fact]
    public void The_embedded_provinces_are_all_there()
    {
        var borders = KoreanProvinces.Borders;

        Assert.Equal(17, borders.Count);
        Assert.Equal("서울특별시", borders.Drawing.Regions[0].Name);
        Assert.Contains("CC BY 4.0", borders.Drawing.Credit!, StringComparison.Ordinal);
        // Gyeonggi lies around Seoul: its label keeps off.
        var (seoul, gyeonggi) = (borders.Drawing.Regions[0], borders.Drawing.Regions[8]);
        Assert.True(Distance(seoul, gyeonggi) > gyeonggi.LabelRadius);
        Assert.All(borders.Drawing.Regions, region => Assert.True(region.LabelRadius > 2, region.Name));

        static double Distance(RegionShape one, RegionShape other) => Math.Sqrt(
            Math.Pow(one.LabelX - other.LabelX, 2) + Math.Pow(one.LabelY - other.LabelY, 2));
    }

    private static RegionBorders Read(string text) => BorderReader.Read(Encoding.UTF8.GetBytes(text));

    private static string Square(double x, double y, double width, double height) => FormattableString.Invariant($$$"""
        {"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":
        [[[{{{x}}},{{{y}}}],[{{{x + width}}},{{{y}}}],[{{{x + width}}},{{{y + height}}}],[{{{x}}},{{{y + height}}}],[{{{x}}},{{{y}}}]]]}}]}
        """);

    /// <summary>The corners of a path in tenths, which are whole.</summary>
    private static HashSet<(double, double)> Corners(string path) => [.. SvgPathData.Read(path).Coordinates
        .Select(corner => (Math.Round(corner.X, 1), Math.Round(corner.Y, 1)))];

    private static byte[] Shapefile(string projection)
    {
        var (shapes, table) = Parts(projection);
        return Zip(("map/sig.shp", shapes), ("map/sig.dbf", table), ("map/sig.prj", Encoding.ASCII.GetBytes(projection)),
            ("__MACOSX/map/._sig.shp", [1]));
    }

    private static (byte[] Shapes, byte[] Table) Parts(string projection)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var factory = new GeometryFactory();
        Feature Area(double x, string name) => new(
            factory.CreateMultiPolygon([(Polygon)factory.ToGeometry(new Envelope(x, x + 1000, 1_952_000, 1_953_000))]),
            new AttributesTable { { "SIG_CD", name == "중구" ? "11140" : "11110" }, { "SIG_KOR_NM", name } });
        using var shapes = new MemoryStream();
        using var index = new MemoryStream();
        using var table = new MemoryStream();
        using var prj = new MemoryStream();
        NetTopologySuite.IO.Esri.Shapefile.WriteAllFeatures(
            [Area(953_000, "종로구"), Area(954_000, "중구")], shapes, index, table, prj, projection, Encoding.GetEncoding(949));
        return (shapes.ToArray(), table.ToArray());
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }
}
