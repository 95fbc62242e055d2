namespace MnistBlazor.Web.Models.Charts;

/// <summary>
/// How one of several runs on a chart is told from the others: by a letter and the shape of its line as well as by colour.
/// </summary>
/// <param name="Letter">A, B, C…</param>
/// <param name="Colour">A token of css/tokens.css; these eight stay apart for colour-blind readers too.</param>
/// <param name="Dash">Lengths of line and gap in pixels, by turns; empty: unbroken.</param>
/// <param name="Symbol">ECharts' name of the shape that marks an epoch.</param>
public sealed record RunMark(char Letter, string Colour, int[] Dash, string Symbol)
{
    /// <summary>As many runs as one chart shows.</summary>
    public static IReadOnlyList<RunMark> All { get; } =
    [
        new('A', "--digit-1", [], "circle"),
        new('B', "--digit-6", [8, 4], "rect"),
        new('C', "--digit-3", [2, 3], "triangle"),
        new('D', "--digit-8", [10, 3, 2, 3], "diamond"),
        new('E', "--digit-2", [], "emptyCircle"),
        new('F', "--digit-5", [8, 4], "emptyRect"),
        new('G', "--digit-0", [2, 3], "emptyTriangle"),
        new('H', "--digit-9", [10, 3, 2, 3], "emptyDiamond"),
    ];
}
