using System.Text.Json;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Exports;

namespace MnistBlazor.Lessons.Tests.Exports;

public class JupyterNotebookTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("ko")]
    public void Every_cell_brings_its_prose_and_its_code(string language)
    {
        Assert.All(LessonCatalog.All.OfType<DigitsLesson>(), lesson =>
        {
            var cells = Cells(JupyterNotebook.Create(lesson, lesson.Defaults, language, "Title", cell => cell.Id));

            Assert.All(lesson.Cells, cell =>
            {
                Assert.Contains(cells, candidate => Type(candidate) == "markdown"
                    && Source(candidate).Replace("<strong>", "**").Replace("</strong>", "**")
                        .Contains(lesson.Prose(cell.Id, language, lesson.Defaults)!.ReplaceLineEndings("\n").TrimEnd()));
                Assert.Contains(cells, candidate => Type(candidate) == "code"
                    && Source(candidate) == lesson.PyTorch(cell.Id, lesson.Defaults, language: language));
            });
        });
    }

    // Jupyter reads plain Markdown, in which bold text does not end between a bracket and a letter.
    [Fact]
    public void A_Korean_particle_may_follow_a_bold_term_in_Jupyter_too()
    {
        var lesson = LessonCatalog.Find("softmax")!;
        var text = string.Concat(
            Cells(JupyterNotebook.Create(lesson, lesson.Defaults, "ko", "Title", cell => cell.Id)).Select(Source));

        Assert.Contains("<strong>미니배치(mini-batch)</strong>로", text);
        Assert.DoesNotMatch(@"\)\*\*\p{IsHangulSyllables}", text);
    }

    // nbformat 4.5: ids are unique, 1 to 64 letters, digits, - and _; a code cell has outputs and an execution count.
    [Fact]
    public void It_keeps_to_the_notebook_format()
    {
        var lesson = LessonCatalog.Find("softmax")!;
        using var notebook = JsonDocument.Parse(JupyterNotebook.Create(lesson, lesson.Defaults, "en", "Title", cell => cell.Id));
        JsonElement[] cells = [.. notebook.RootElement.GetProperty("cells").EnumerateArray()];

        Assert.Equal(4, notebook.RootElement.GetProperty("nbformat").GetInt32());
        Assert.Equal(5, notebook.RootElement.GetProperty("nbformat_minor").GetInt32());
        string[] ids = [.. cells.Select(cell => cell.GetProperty("id").GetString()!)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", id));
        Assert.All(cells.Where(cell => Type(cell) == "code"), cell =>
        {
            Assert.Equal(0, cell.GetProperty("outputs").GetArrayLength());
            Assert.Equal(JsonValueKind.Null, cell.GetProperty("execution_count").ValueKind);
        });
    }

    private static JsonElement[] Cells(string notebook) =>
        [.. JsonDocument.Parse(notebook).RootElement.GetProperty("cells").EnumerateArray()];

    private static string? Type(JsonElement cell) => cell.GetProperty("cell_type").GetString();

    private static string Source(JsonElement cell) =>
        string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString()));
}
