using MnistBlazor.Lessons.Maps.Tables;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Maps.Borders;

/// <summary>All ways in which borders can be refused, in one place.</summary>
internal static class BorderError
{
    /// <summary>{0} the most megabytes, unpacked.</summary>
    public static MapFileException TooLarge(long most) => New("too-large", TableError.Text(most >> 20));

    /// <summary>It is neither GeoJSON nor TopoJSON nor a zip archive.</summary>
    public static MapFileException Unknown() => New("unknown");

    /// <summary>{0} the line, from 1, {1} what the parser says, in English.</summary>
    public static MapFileException Json(long line, Exception cause) =>
        new(new Message("maps.borders.json", TableError.Text(line), Message.FirstLine(cause)), cause);

    /// <summary>{0} where: features[3].geometry, {1} what is wrong there, in English.</summary>
    public static MapFileException At(string place, string problem) => New("at", TableError.Quote(place), problem);

    /// <summary>The same, as a library says it.</summary>
    public static MapFileException At(string place, Exception cause) =>
        new(new Message("maps.borders.at", TableError.Quote(place), Message.FirstLine(cause)), cause);

    /// <summary>{0} the file that the archive lacks: .shp, .dbf.</summary>
    public static MapFileException Missing(string ending) => New("missing", ending);

    /// <summary>{0} how many shapefiles the archive holds.</summary>
    public static MapFileException Several(int count) => New("several", TableError.Text(count));

    /// <summary>The archive is cut off or damaged.</summary>
    public static MapFileException Archive(Exception cause) => new(new Message("maps.borders.archive", Message.FirstLine(cause)), cause);

    /// <summary>No areas: points or lines alone.</summary>
    public static MapFileException NoRegions() => New("no-regions");

    /// <summary>{0} the regions, {1} the most.</summary>
    public static MapFileException Regions(int found, int most) => New("regions", TableError.Text(found), TableError.Text(most));

    /// <summary>{0} the most corners.</summary>
    public static MapFileException Points(int most) => New("points", TableError.Text(most));

    /// <summary>{0} the coordinate system as the file calls it, or a pair of coordinates that no known system has.</summary>
    public static MapFileException Coordinates(string system) => New("coordinates", TableError.Quote(system));

    private static MapFileException New(string code, params string[] arguments) => new(new Message("maps.borders." + code, arguments));
}
