using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;

namespace MnistBlazor.Lessons.Tests.Cells;

public class QuestionTests
{
    public static TheoryData<string> Lessons => [.. LessonCatalog.All.OfType<DigitsLesson>().Select(lesson => lesson.Id)];

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Every_lesson_asks_before_its_training_and_of_settings_that_it_has(string id)
    {
        var lesson = LessonCatalog.Find(id)!;

        Assert.Equal(lesson.Cells.Any(cell => cell.HoldsRun), lesson.Questions.Any(question => lesson.HoldsRun(question.Cell)));
        Assert.All(lesson.Questions, question =>
        {
            Assert.InRange(question.Choices, 2, 4);
            Assert.Equal(question.Bounds.Order(), question.Bounds);
            Assert.All(question.Settings, setting => Assert.Null(lesson.Parameter(setting.Key)!.Check(setting.Value)));
            Assert.True(question.IsAbout(lesson, question.Values(lesson)));
            Assert.False(question.IsAbout(lesson, lesson.Defaults));
            Assert.True(question.IsAbout(lesson, question.Values(lesson).With("seed", "7")));
        });
    }

    [Theory]
    [InlineData(0.89, 1)]
    [InlineData(0.90, 2)]
    [InlineData(0.914, 3)]
    public void The_accuracy_decides(double accuracy, int choice) =>
        Assert.Equal(choice, new Question("a", "training", new Dictionary<string, string>(), [0.90, 0.91]).Answer(accuracy));
}
