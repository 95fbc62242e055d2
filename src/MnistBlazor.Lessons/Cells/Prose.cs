using MnistBlazor.Lessons.Code;

namespace MnistBlazor.Lessons.Cells;

/// <summary>What a lesson says: Markdown with formulas, one file per cell and language, embedded from the lesson's folder.</summary>
public static class Prose
{
    /// <summary>The text of a cell, or null if the lesson has none in that language.</summary>
    /// <param name="language">"en" or "ko".</param>
    public static string? Markdown(string lesson, CellKind cell, string language) => Read(lesson, cell.ToString(), language);

    /// <summary>The text above the first cell.</summary>
    public static string? Introduction(string lesson, string language) => Read(lesson, "intro", language);

    private static string? Read(string lesson, string name, string language) =>
        EmbeddedText.Read(typeof(Prose).Assembly, $"prose/{lesson}/{name}.{language}.md");
}
