namespace MnistBlazor.Lessons.Tests;

public class LessonTests
{
    public static TheoryData<string> Lessons => [.. LessonCatalog.All.Select(lesson => lesson.Id)];

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_cell_comes_after_all_that_it_requires(string id)
    {
        var before = new HashSet<string>();
        foreach (var cell in LessonCatalog.Find(id)!.Cells)
        {
            Assert.All(cell.Requires, required => Assert.Contains(required, before));
            Assert.True(before.Add(cell.Id));
        }
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Every_parameter_accepts_its_default_as_it_is_written(string id)
    {
        var lesson = LessonCatalog.Find(id)!;
        Assert.Equal(lesson.Parameters.Count, lesson.Parameters.DistinctBy(parameter => parameter.Id).Count());
        foreach (var cell in lesson.Cells)
        {
            Assert.All(cell.Parameters, parameter =>
            {
                Assert.True(parameter.TryRead(parameter.Default, out var value, out _));
                Assert.Equal(parameter.Default, value);
                Assert.All(parameter.AlsoUsedBy, other => Assert.True(lesson.Cell(other)?.Uses(parameter)));
                if (parameter.When is { } condition) Assert.Contains(cell.Parameters, other => other.Id == condition.ParameterId);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Every_cell_and_the_introduction_have_prose_in_both_languages(string id)
    {
        var lesson = LessonCatalog.Find(id)!;
        foreach (var language in new[] { "en", "ko" })
        {
            Assert.NotNull(lesson.Introduction(language));
            Assert.All(lesson.Cells, cell => Assert.NotNull(lesson.Prose(cell.Id, language)));
        }
        Assert.All(lesson.Cells, cell => Assert.NotEqual(lesson.Prose(cell.Id, "en"), lesson.Prose(cell.Id, "ko")));
    }

    [Fact]
    public void An_unknown_lesson_is_not_found()
    {
        Assert.Null(LessonCatalog.Find("softmax "));
        Assert.Null(LessonCatalog.Find(null));
        Assert.Null(LessonCatalog.Find("softmax")!.Prose("../cnn/data", "en"));
    }
}
