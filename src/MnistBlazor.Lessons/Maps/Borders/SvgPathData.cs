using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NetTopologySuite.Geometries;

namespace MnistBlazor.Lessons.Maps.Borders;

/// <summary>SVG path data of straight lines and areas: what a map needs of it, in both directions.</summary>
internal static partial class SvgPathData
{
    private static readonly GeometryFactory Factory = new();

    /// <summary>Rings within rings are holes.</summary>
    /// <exception cref="FormatException">It has curves, or is no path data.</exception>
    public static Geometry Read(string data) => Polygons(Rings(data));

    /// <summary>Closed areas, to one decimal place; corners that fall together are left out.</summary>
    public static string Write(Geometry geometry)
    {
        var path = new StringBuilder();
        for (var i = 0; i < geometry.NumGeometries; i++)
        {
            if (geometry.GetGeometryN(i) is not Polygon polygon) continue;
            Write(path, polygon.Shell);
            foreach (var hole in polygon.Holes) Write(path, hole);
        }
        return path.ToString();
    }

    // Relative from the second corner on: half as long, and whole tenths, so nothing adds up.
    private static void Write(StringBuilder path, LinearRing ring)
    {
        var (x, y) = (Tenths(ring.Coordinates[0].X), Tenths(ring.Coordinates[0].Y));
        path.Append('M').Append(Text(x)).Append(' ').Append(Text(y)).Append('l');
        var isFirst = true;
        foreach (var corner in ring.Coordinates[1..^1])
        {
            var (nextX, nextY) = (Tenths(corner.X), Tenths(corner.Y));
            if (nextX == x && nextY == y) continue;
            if (!isFirst) path.Append(' ');
            path.Append(Text(nextX - x)).Append(' ').Append(Text(nextY - y));
            (x, y, isFirst) = (nextX, nextY, false);
        }
        if (isFirst) path.Length--;
        path.Append('z');
    }

    private static int Tenths(double number) => (int)Math.Round(number * 10);

    private static string Text(int tenths) =>
        (tenths / 10.0).ToString("0.#", CultureInfo.InvariantCulture);

    private static List<LinearRing> Rings(string data)
    {
        var (rings, ring) = (new List<LinearRing>(), new List<Coordinate>());
        var tokens = Tokens(data);
        var (at, command, point, start) = (0, ' ', new Coordinate(0, 0), new Coordinate(0, 0));
        while (at < tokens.Count)
        {
            if (char.IsLetter(tokens[at][0])) command = tokens[at++][0];
            var relative = char.IsLower(command);
            switch (char.ToUpperInvariant(command))
            {
                case 'Z':
                    Close();
                    point = start;
                    continue;
                case 'M':
                    Close();
                    point = start = Next(relative);
                    command = relative ? 'l' : 'L';
                    break;
                case 'L':
                    point = Next(relative);
                    break;
                case 'H':
                    point = new(Number() + (relative ? point.X : 0), point.Y);
                    break;
                case 'V':
                    point = new(point.X, Number() + (relative ? point.Y : 0));
                    break;
                default:
                    throw new FormatException($"Path data with {command} is not read here.");
            }
            // What follows z without a new beginning begins where the ring did.
            if (ring.Count == 0 && point != start) ring.Add(start);
            if (ring.Count == 0 || !ring[^1].Equals2D(point)) ring.Add(point);
        }
        Close();
        return rings;

        double Number() =>
            at < tokens.Count ? double.Parse(tokens[at++], NumberStyles.Float, CultureInfo.InvariantCulture)
                : throw new FormatException("Cut off.");

        Coordinate Next(bool relative)
        {
            var (x, y) = (Number(), Number());
            return relative ? new(point.X + x, point.Y + y) : new(x, y);
        }

        void Close()
        {
            if (ring.Count > 0 && !ring[0].Equals2D(ring[^1])) ring.Add(ring[0].Copy());
            if (ring.Count >= 4) rings.Add(Factory.CreateLinearRing([.. ring]));
            ring.Clear();
        }
    }

    private static List<string> Tokens(string data) => [.. Token().Matches(data).Select(match => match.Value)];

    [GeneratedRegex(@"[A-Za-z]|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")]
    private static partial Regex Token();

    private static Geometry Polygons(List<LinearRing> rings)
    {
        var (shells, holes) = (new List<Polygon>(), new Dictionary<Polygon, List<LinearRing>>());
        foreach (var polygon in rings.Select(ring => Factory.CreatePolygon(ring)).OrderByDescending(polygon => polygon.Area))
        {
            if (shells.Find(shell => shell.EnvelopeInternal.Contains(polygon.EnvelopeInternal) && shell.Contains(polygon.InteriorPoint))
                is { } around)
                holes[around].Add(polygon.Shell);
            else
            {
                shells.Add(polygon);
                holes[polygon] = [];
            }
        }
        return Factory.CreateMultiPolygon([.. shells.Select(shell => Factory.CreatePolygon(shell.Shell, [.. holes[shell]]))]);
    }
}
