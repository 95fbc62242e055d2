using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Exports;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Tests.Exports;

public class ExportNamesTests
{
    private static readonly DigitsLesson Lesson = LessonCatalog.FindDigits("mlp")!;

    [Fact]
    public void A_file_carries_its_lesson_and_what_the_run_is_called_or_the_beginning_of_its_id()
    {
        var run = Create("0123456789abcdef", "");

        Assert.Equal("mnist-mlp", ExportNames.Of(Lesson, run: null));
        Assert.Equal("mnist-mlp-01234567", ExportNames.Of(Lesson, run));
        Assert.Equal("mnist-mlp-넓은-층-2", ExportNames.Of(run with { Name = " 넓은 층/2 " }));
        Assert.Equal("mnist-mlp-01234567", ExportNames.Of(run with { Name = "../.." }));
        Assert.Equal("mnist-mlp-".Length + 40, ExportNames.Of(run with { Name = new string('a', 100) }).Length);
    }

    [Fact]
    public void A_lesson_as_set_goes_by_the_newest_run_that_was_trained_so()
    {
        var values = Lesson.Defaults.With("epochs", "3");
        Run[] runs = [Create("c", "epochs=4", minutes: 3), Create("b", "epochs=3", minutes: 2), Create("a", "epochs=3", minutes: 1)];

        Assert.Equal(runs[1], ExportNames.RunOf(Lesson, values, runs));
        Assert.Null(ExportNames.RunOf(Lesson, Lesson.Defaults, runs));
    }

    private static Run Create(string id, string settings, int minutes = 0) => new()
    {
        Id = RunId.Parse(id.PadRight(32, '0')),
        Owner = new LearnerId("ada"),
        Lesson = Lesson.Id,
        Options = Lesson.Options(ParameterAddress.Read(Lesson, settings).Values ?? Lesson.Defaults),
        Status = RunStatus.Completed,
        CreatedAt = DateTimeOffset.UnixEpoch.AddMinutes(minutes),
        WatchKey = "key",
    };
}
