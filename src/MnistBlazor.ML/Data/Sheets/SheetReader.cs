using MnistBlazor.ML.Data.Import;
using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Data.Sheets;

/// <summary>A drawing found in a box of a sheet.</summary>
/// <param name="Row">From 0: the class.</param>
/// <param name="Column">From 0.</param>
/// <param name="Pixels">784 bytes, row by row, 0 (paper) to 255 (ink), made by the pad's recipe.</param>
public sealed record SheetDrawing(int Row, int Column, byte[] Pixels);

/// <summary>Cuts the drawings out of a photograph of a filled sheet.</summary>
public static class SheetReader
{
    /// <summary>The longer side of the smallest picture, and from which on it is read at a smaller scale, pixels.</summary>
    private const int Smallest = 900, Enough = 2000;

    /// <summary>Pixels of a box's side.</summary>
    private const int BoxPixels = 64;

    /// <summary>Ink has this share of the marks' black at least; the lines of the boxes have less, a soft pencil more.</summary>
    private const double LeastInk = 0.3;

    /// <summary>A drawing has so much ink at least, pixels of a box: less is a speck, or where a pen was tried.</summary>
    private const int LeastDrawn = 24;

    /// <param name="photo">An image file of any kind that data sets may have; the sheet may lie in it any way up.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="rows">How many rows of the sheet have a class.</param>
    /// <returns>The drawings by rows; empty boxes are left out.</returns>
    /// <exception cref="DatasetException">
    /// The picture is damaged, too large or too small (<c>sheet-small</c>), or the sheet's marks are not in it (<c>sheet-marks</c>).
    /// </exception>
    /// <exception cref="ArgumentException">A sheet has not so many rows.</exception>
    public static IReadOnlyList<SheetDrawing> Read(byte[] photo, string file, int rows, DatasetBounds bounds)
    {
        if (rows is < 1 or > SheetLayout.MaxRows)
            throw new ArgumentException($"A sheet has 1 to {SheetLayout.MaxRows} rows, not {rows}.", nameof(rows));
        if (photo.Length > bounds.FileBytes) throw DatasetError.TooLarge(file, bounds.FileBytes);
        var image = ImageDecoder.Decode(photo, file, bounds.ImageSide, Enough).Within(Enough);
        if (image.Alpha is not null) image = new(image.Width, image.Height, image.On(255));
        if (Math.Max(image.Width, image.Height) < Smallest) throw DatasetError.SheetSmall(file, image.Width, image.Height, Smallest);
        var seen = SheetMarks.Find(image) ?? throw DatasetError.SheetMarks(file);
        var black = SheetLayout.Marks.Average(mark => At(image, seen.Map(mark.X, mark.Y)));
        var drawings = new List<SheetDrawing>();
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < SheetLayout.Columns; column++)
                if (Drawing(Box(image, seen, row, column), black) is { } pixels) drawings.Add(new(row, column, pixels));
        }
        return drawings;
    }

    /// <returns>Null: nothing is drawn.</returns>
    private static byte[]? Drawing(byte[] box, double black)
    {
        var ink = new PaperInk(box, BoxPixels, BoxPixels);
        var paper = box.Order().ElementAt(box.Length * 3 / 4);
        if (ink.Count < LeastDrawn || ink.Strength < LeastInk * (paper - black)) return null;
        return DigitImage.Normalize(ink.Pixels(keepsEdge: true), BoxPixels, BoxPixels);
    }

    private static byte[] Box(SourceImage image, Homography seen, int row, int column)
    {
        var (left, top) = SheetLayout.Box(row, column);
        const double side = (SheetLayout.BoxSide - 2 * SheetLayout.BoxInset) / BoxPixels;
        var pixels = new byte[BoxPixels * BoxPixels];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = ((i % BoxPixels + 0.5) * side, (i / BoxPixels + 0.5) * side);
            pixels[i] = (byte)Math.Round(At(image, seen.Map(left + SheetLayout.BoxInset + x, top + SheetLayout.BoxInset + y)));
        }
        return pixels;
    }

    /// <summary>Bilinear; beyond the edges what is at them.</summary>
    private static double At(SourceImage image, (double X, double Y) point)
    {
        var (x, y) = (Math.Clamp(point.X, 0, image.Width - 1), Math.Clamp(point.Y, 0, image.Height - 1));
        var (column, row) = ((int)x, (int)y);
        var (next, below) = (Math.Min(column + 1, image.Width - 1), Math.Min(row + 1, image.Height - 1));
        var upper = image.Grey[row * image.Width + column] * (1 - x + column) + image.Grey[row * image.Width + next] * (x - column);
        var lower = image.Grey[below * image.Width + column] * (1 - x + column) + image.Grey[below * image.Width + next] * (x - column);
        return upper * (1 - y + row) + lower * (y - row);
    }
}
