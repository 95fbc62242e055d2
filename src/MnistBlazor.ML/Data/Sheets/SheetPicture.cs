using System.Globalization;
using System.Xml.Linq;

namespace MnistBlazor.ML.Data.Sheets;

/// <summary>The page to be printed.</summary>
public static class SheetPicture
{
    private static readonly XNamespace Space = "http://www.w3.org/2000/svg";

    private const double LabelSize = 4.5, LabelWidth = 14;

    /// <summary>A page as SVG, in millimetres: no scripts, no styles, nothing from elsewhere.</summary>
    /// <param name="classNames">At most <see cref="SheetLayout.MaxRows"/>: a row for each.</param>
    /// <param name="title">What it says above the rows.</param>
    /// <exception cref="ArgumentException">There are no classes or too many.</exception>
    public static string Svg(IReadOnlyList<string> classNames, string title)
    {
        if (classNames.Count is 0 or > SheetLayout.MaxRows)
            throw new ArgumentException($"1 to {SheetLayout.MaxRows} classes fit on a page, not {classNames.Count}.", nameof(classNames));
        const double half = SheetLayout.MarkSide / 2;
        var bar = SheetLayout.Bar;
        var page = new XElement(
            Space + "svg",
            new XAttribute("width", "210mm"), new XAttribute("height", "297mm"), new XAttribute("viewBox", "0 0 210 297"),
            new XAttribute("font-family", "sans-serif"),
            Rectangle(0, 0, SheetLayout.Width, SheetLayout.Height, "#fff"),
            SheetLayout.Marks.Select(mark => Rectangle(mark.X - half, mark.Y - half, SheetLayout.MarkSide, SheetLayout.MarkSide, "#000")),
            Rectangle(bar.Left, bar.Top, bar.Width, bar.Height, "#000"),
            Words(title, (bar.Left + bar.Width + SheetLayout.Marks[1].X) / 2, SheetLayout.Marks[0].Y + 2, 5, "middle", 130));
        for (var row = 0; row < classNames.Count; row++)
        {
            var (left, top) = SheetLayout.Box(row, 0);
            // Before its row; a long name above its beginning.
            page.Add(WidthOf(classNames[row], LabelSize) <= LabelWidth
                ? Words(classNames[row], left - 2, top + SheetLayout.BoxSide / 2 + 1.5, LabelSize, "end", LabelWidth)
                : Words(classNames[row], left, top - 1.8, LabelSize, "start", SheetLayout.Columns * SheetLayout.BoxSide));
            for (var column = 0; column < SheetLayout.Columns; column++)
            {
                var box = Rectangle(left + column * SheetLayout.BoxSide, top, SheetLayout.BoxSide, SheetLayout.BoxSide, "none");
                // So light that it is not taken for ink, so dark that a printer prints it.
                box.Add(new XAttribute("stroke", "#bcd"), new XAttribute("stroke-width", Number(SheetLayout.BoxLine)));
                page.Add(box);
            }
        }
        return page.ToString(SaveOptions.DisableFormatting);
    }

    private static XElement Rectangle(double left, double top, double width, double height, string fill) => new(
        Space + "rect", new XAttribute("x", Number(left)), new XAttribute("y", Number(top)), new XAttribute("width", Number(width)),
        new XAttribute("height", Number(height)), new XAttribute("fill", fill));

    /// <param name="most">How wide they may be; longer ones are pressed together.</param>
    private static XElement Words(string text, double x, double y, double size, string anchor, double most)
    {
        var words = new XElement(
            Space + "text", new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("font-size", Number(size)),
            new XAttribute("text-anchor", anchor), new XAttribute("fill", "#000"), Printable(text));
        if (WidthOf(text, size) > most)
            words.Add(new XAttribute("textLength", Number(most)), new XAttribute("lengthAdjust", "spacingAndGlyphs"));
        return words;
    }

    // About: Korean characters and those after them are as wide as they are high.
    private static double WidthOf(string text, double size) => text.Sum(character => character < 0x1100 ? 0.6 : 1) * size;

    // XML takes no control characters, and no halves of a surrogate pair.
    private static string Printable(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => !System.Text.Rune.IsControl(rune)).Select(rune => rune.ToString()));

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
