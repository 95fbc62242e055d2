namespace MnistBlazor.ML.Data.Sheets;

/// <summary>
/// A printed page with a row of boxes for each class, to be drawn into and photographed: four black squares say where it lies, a bar
/// beside one of them which way up. Millimetres on A4, from the upper left.
/// </summary>
public static class SheetLayout
{
    public const double Width = 210, Height = 297;

    /// <summary>Classes on a page, and drawings of each.</summary>
    public const int MaxRows = 12, Columns = 12;

    internal const double MarkSide = 8;

    /// <summary>A box's side, its line's width, and how much inside of its line what is read begins.</summary>
    internal const double BoxSide = 13, BoxLine = 0.25, BoxInset = 0.9;

    private const double MarkInset = 16, BoxesLeft = 36, BoxesTop = 32, RowHeight = 19.5;

    /// <summary>The middles of the marks, clockwise from the upper left.</summary>
    internal static (double X, double Y)[] Marks { get; } =
        [(MarkInset, MarkInset), (Width - MarkInset, MarkInset), (Width - MarkInset, Height - MarkInset), (MarkInset, Height - MarkInset)];

    /// <summary>Beside the upper left mark.</summary>
    internal static (double Left, double Top, double Width, double Height) Bar { get; } = (27, 14, 12, 4);

    /// <summary>Where a box begins.</summary>
    internal static (double Left, double Top) Box(int row, int column) => (BoxesLeft + column * BoxSide, BoxesTop + row * RowHeight);
}
