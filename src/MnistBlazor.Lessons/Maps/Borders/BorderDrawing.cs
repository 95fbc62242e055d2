using NetTopologySuite.Algorithm.Construct;
using NetTopologySuite.Coverage;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace MnistBlazor.Lessons.Maps.Borders;

/// <summary>
/// Makes what a page draws of borders: fits them into a view box, leaves corners out that nobody sees, finds the places of labels.
/// </summary>
internal static class BorderDrawing
{
    /// <summary>Of the longer side of the view box: a unit is about a pixel of a map that fills half a screen.</summary>
    private const double Longest = 800;

    private const double Margin = 6;

    /// <summary>Corners are left out as long as the area between the old and the new border stays below its square: half a pixel.</summary>
    private const double Tolerance = 0.5;

    /// <summary>A drawing as it is: it is as coarse as it was meant.</summary>
    public static MapDrawing AsDrawn(IReadOnlyList<RawRegion> regions, IReadOnlyList<string> names, string credit)
    {
        Geometry[] geometries = [.. regions.Select(region => region.Geometry)];
        return Draw(Fit(geometries), names, new(null, IsGuessed: false), credit);
    }

    /// <summary>Borders in degrees, north at the top.</summary>
    /// <exception cref="Tables.MapFileException">More corners are left than a page is given.</exception>
    public static MapDrawing FromDegrees(
        IReadOnlyList<Geometry> regions, IReadOnlyList<string> names, CoordinateSystemFound coordinates, BorderBounds bounds)
    {
        var fitted = Fit([.. Project(regions)]);
        for (var tolerance = Tolerance; ; tolerance *= 2)
        {
            var simple = CoverageSimplifier.Simplify(fitted, tolerance);
            for (var i = 0; i < simple.Length; i++)
                if (simple[i].IsEmpty) simple[i] = fitted[i]; // an islet of which nothing would be left
            // Of all neighbours together: what two of them share is drawn alike in both, if they share it in the file.
            if (simple.Sum(region => region.NumPoints) <= bounds.DrawnPoints)
                return Draw(simple, names, coordinates, credit: null);
            if (tolerance > 8) throw BorderError.Points(bounds.DrawnPoints);
        }
    }

    /// <summary>
    /// Lambert's cylindrical equal-area projection, with the middle latitude true to shape: x = longitude * cos(middle), y = sin(latitude)
    /// / cos(middle), in radians. What is coloured is compared by its area, so areas have to be right; in one country the shape is too, as
    /// in Mercator's, which would draw Korea's north 13 % larger than its south.
    /// </summary>
    private static IEnumerable<Geometry> Project(IReadOnlyList<Geometry> regions)
    {
        var all = new Envelope();
        foreach (var region in regions) all.ExpandToInclude(region.EnvelopeInternal);
        var cosine = Math.Max(0.1, Math.Cos(double.DegreesToRadians(all.Centre.Y)));
        return regions.Select(region => Change(region, (x, y) =>
            (double.DegreesToRadians(x) * cosine, -Math.Sin(double.DegreesToRadians(y)) / cosine)));
    }

    private static Geometry[] Fit(Geometry[] regions)
    {
        var all = new Envelope();
        foreach (var region in regions) all.ExpandToInclude(region.EnvelopeInternal);
        var scale = (Longest - 2 * Margin) / Math.Max(Math.Max(all.Width, all.Height), double.Epsilon);
        return Array.ConvertAll(regions, region =>
            Change(region, (x, y) => ((x - all.MinX) * scale + Margin, (y - all.MinY) * scale + Margin)));
    }

    internal static Geometry Change(Geometry geometry, Func<double, double, (double X, double Y)> change)
    {
        var copy = geometry.Copy();
        copy.Apply(new Changing(change));
        copy.GeometryChanged();
        return copy;
    }

    private static MapDrawing Draw(
        Geometry[] regions, IReadOnlyList<string> names, CoordinateSystemFound coordinates, string? credit)
    {
        var all = new Envelope();
        foreach (var region in regions) all.ExpandToInclude(region.EnvelopeInternal);
        RegionShape[] shapes = [.. regions.Zip(names, Shape)];
        return new(Math.Ceiling(all.MaxX + Margin), Math.Ceiling(all.MaxY + Margin), shapes, credit, coordinates);
    }

    private static RegionShape Shape(Geometry region, string name)
    {
        var box = region.EnvelopeInternal;
        var largest = PolygonExtracter.GetPolygons(region).MaxBy(part => part.Area)!;
        // To a fifteenth of its size: good enough for a label's place, and found in a millisecond.
        var circle = new MaximumInscribedCircle(largest, Math.Max(0.05, Math.Sqrt(largest.Area) / 15));
        var middle = circle.GetCenter();
        return new(
            name, SvgPathData.Write(region), Round(middle.X), Round(middle.Y), Round(circle.GetRadiusLine().Length),
            Round(box.MinX), Round(box.MinY), Round(box.MaxX), Round(box.MaxY));
    }

    private static double Round(double number) => Math.Round(number, 1);

    private sealed class Changing(Func<double, double, (double X, double Y)> change) : ICoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence sequence, int i)
        {
            var (x, y) = change(sequence.GetX(i), sequence.GetY(i));
            sequence.SetX(i, x);
            sequence.SetY(i, y);
        }
    }
}
