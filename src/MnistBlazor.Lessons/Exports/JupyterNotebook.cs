using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Exports;

/// <summary>
/// A lesson as a Jupyter notebook with PyTorch, as set: the prose and the code that its cells show, and last a cell that loads
/// weights trained in the app.
/// </summary>
/// <remarks>Source: the notebook format 4.5, nbformat.readthedocs.io.</remarks>
public static partial class JupyterNotebook
{
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="language">"en" or "ko".</param>
    /// <param name="title">The lesson's title, in that language.</param>
    /// <param name="cellTitle">A cell's title, in that language.</param>
    /// <param name="classNames">Of the data set, by label; null: MNIST's.</param>
    /// <param name="data">What the prose says of the data set; null: MNIST's.</param>
    public static string Create(
        Lesson lesson, ParameterValues values, string language, string title, Func<LessonCell, string> cellTitle,
        IReadOnlyList<string>? classNames = null, DatasetFacts? data = null)
    {
        var cells = new List<object> { Markdown("intro", $"# {title}\n\n{lesson.Introduction(language)}") };
        foreach (var cell in lesson.Cells)
        {
            cells.Add(Markdown(cell.Id, $"## {cellTitle(cell)}\n\n{lesson.Prose(cell.Id, language, values, data)}"));
            if (lesson.PyTorch(cell.Id, values, classNames, language) is { } code) cells.Add(Code($"{cell.Id}-code", code));
        }
        if (lesson.PyTorch("weights", values, classNames, language) is { } weights) cells.Add(Code("weights-code", weights));

        return JsonSerializer.Serialize(new
        {
            cells,
            metadata = new
            {
                kernelspec = new { display_name = "Python 3", language = "python", name = "python3" },
                language_info = new { name = "python" },
            },
            nbformat = 4,
            nbformat_minor = 5,
        }, Readable);
    }

    private static object Markdown(string id, string text) =>
        new { cell_type = "markdown", id, metadata = new { }, source = Lines(BoldBeforeParticle().Replace(text, "<strong>$1</strong>")) };

    private static object Code(string id, string text) =>
        new
        {
            cell_type = "code", execution_count = (int?)null, id, metadata = new { }, outputs = Array.Empty<object>(), source = Lines(text),
        };

    // The format wants a list of lines, each but the last with its end.
    private static string[] Lines(string text)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        return [.. lines[..^1].Select(line => line + "\n"), lines[^1]];
    }

    // Plain Markdown does not end bold text between a bracket and a letter: "**유닛(unit)**은".
    [GeneratedRegex(@"\*\*([^*\n]+\))\*\*(?=\p{IsHangulSyllables})")]
    private static partial Regex BoldBeforeParticle();
}
