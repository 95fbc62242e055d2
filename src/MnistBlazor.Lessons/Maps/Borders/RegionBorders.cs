using NetTopologySuite.Geometries;

namespace MnistBlazor.Lessons.Maps.Borders;

/// <summary>The borders of all regions of a map, as they are joined and drawn.</summary>
/// <param name="Drawing">What a page draws.</param>
/// <param name="Properties">
/// What a table's keys are looked for in: by name, a value for each region; null where it has none. The embedded borders' are id, kostat,
/// code and name.
/// </param>
public sealed record RegionBorders(MapDrawing Drawing, IReadOnlyDictionary<string, IReadOnlyList<string?>> Properties)
{
    public int Count => Drawing.Regions.Count;
}

/// <summary>Regions as they are drawn: one box for all, x to the right and y downwards.</summary>
/// <param name="Width">Of the view box, which begins at 0, 0.</param>
/// <param name="Credit">Who is to be named below the map; null: the learner's own file.</param>
/// <param name="Coordinates">Which coordinates the file had.</param>
public sealed record MapDrawing(
    double Width, double Height, IReadOnlyList<RegionShape> Regions, string? Credit, CoordinateSystemFound Coordinates);

/// <param name="Name">To be shown and read out, until words in the learner's language are known for it.</param>
/// <param name="Path">For the attribute d of an SVG path, fill rule evenodd; one decimal place.</param>
/// <param name="LabelX">The middle of the largest circle within its largest part: where its label and symbol stand.</param>
/// <param name="LabelRadius">Of that circle.</param>
/// <param name="Left">Of its bounding box, as the others: for zooming to it.</param>
public sealed record RegionShape(
    string Name, string Path, double LabelX, double LabelY, double LabelRadius, double Left, double Top, double Right, double Bottom);

/// <param name="Code">
/// EPSG:4326, EPSG:5179 and so on; the file's name for it where it is another; null: a drawing without coordinates.
/// </param>
/// <param name="IsGuessed">No file said so: the range of the coordinates did.</param>
public sealed record CoordinateSystemFound(string? Code, bool IsGuessed);

/// <summary>A region as it was read.</summary>
/// <param name="Geometry">Polygons; any coordinates.</param>
internal sealed record RawRegion(Geometry Geometry, IReadOnlyDictionary<string, string> Properties);
