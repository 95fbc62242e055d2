using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Tests;

public class LessonTests
{
    public static TheoryData<string> Lessons => [.. LessonCatalog.All.Select(lesson => lesson.Id)];

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_cell_comes_after_all_that_it_requires(string id)
    {
        var before = new HashSet<CellKind>();
        foreach (var cell in LessonCatalog.Find(id)!.Cells)
        {
            Assert.All(cell.Requires, required => Assert.Contains(required, before));
            Assert.True(before.Add(cell.Kind));
        }
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Every_parameter_belongs_to_a_cell_and_accepts_its_default_as_it_is_written(string id)
    {
        var lesson = LessonCatalog.Find(id)!;
        Assert.Equal(lesson.Parameters.Count, lesson.Parameters.DistinctBy(parameter => parameter.Id).Count());
        foreach (var parameter in lesson.Parameters)
        {
            Assert.NotNull(lesson.Cell(parameter.Cell));
            Assert.True(parameter.TryRead(parameter.Default, out var value, out _));
            Assert.Equal(parameter.Default, value);
            if (parameter.When is { } condition)
                Assert.Equal(parameter.Cell, lesson.Parameter(condition.ParameterId)?.Cell);
        }
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Every_cell_and_the_introduction_have_prose_in_both_languages(string id)
    {
        foreach (var language in new[] { "en", "ko" })
        {
            Assert.NotNull(Prose.Introduction(id, language));
            Assert.All(LessonCatalog.Find(id)!.Cells, cell => Assert.NotNull(Prose.Markdown(id, cell.Kind, language)));
        }
        Assert.NotEqual(Prose.Markdown(id, CellKind.Training, "en"), Prose.Markdown(id, CellKind.Training, "ko"));
    }

    [Fact]
    public void An_unknown_lesson_is_not_found()
    {
        Assert.Null(LessonCatalog.Find("softmax "));
        Assert.Null(LessonCatalog.Find(null));
        Assert.Null(Prose.Markdown("../softmax", CellKind.Data, "en"));
    }
}
