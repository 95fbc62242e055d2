using Bunit;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Notebook;
using MnistBlazor.Web.Models.Notebook;

namespace MnistBlazor.Web.Tests.Components.Notebook;

/// <summary>A question before the button: what was guessed stands, and the run answers.</summary>
public sealed class GuessTests : ComponentTest
{
    private static readonly DigitsLesson Lesson = LessonCatalog.FindDigits("softmax")!;

    private static readonly Run Asked = RunSamples.Create("softmax", "learning-rate=0.5&epochs=5&seed=7");

    [Fact]
    public void Whoever_guesses_is_told_what_came_out_and_whether_that_was_it()
    {
        var guess = Show();
        guess.FindAll("input")[2].Change("3");
        Assert.NotNull(guess.Find("[data-action=guess-set]"));

        guess.Render(parameters => parameters.Add(guess => guess.Run, Asked));
        Assert.Contains("Run the evaluation", guess.Find("[role=status]").TextContent);

        guess.Render(parameters => parameters.Add(guess => guess.Run, Asked with { Accuracy = 0.9141 }));
        Assert.Contains("91.4%", guess.Find(".answer").TextContent);
        Assert.Contains("you were right", guess.Find(".answer").TextContent);
        Assert.All(guess.FindAll("input"), input => Assert.True(input.HasAttribute("disabled")));
    }

    [Fact]
    public void The_answer_is_the_runs_own_whatever_it_is()
    {
        var guess = Show();
        guess.FindAll("input")[0].Change("1");

        guess.Render(parameters => parameters.Add(guess => guess.Run, Asked with { Accuracy = 0.905 }));

        Assert.Equal("2", guess.Find("[data-guess]").GetAttribute("data-answer"));
        Assert.Contains("it is “About the same: 90 to 91%”", guess.Find(".answer").TextContent);
        guess.Render(parameters => parameters.Add(guess => guess.Run, RunSamples.Create() with { Accuracy = 0.9084 }));
        Assert.Contains("90.5%", guess.Find(".answer").TextContent); // another run later changes nothing
    }

    [Fact]
    public void A_run_with_other_settings_and_one_that_was_stopped_answer_nothing()
    {
        var guess = Show();

        guess.Render(parameters => parameters.Add(guess => guess.Run, RunSamples.Create() with { Accuracy = 0.9084 }));
        Assert.Empty(guess.FindAll(".answer"));
        guess.Render(parameters => parameters.Add(guess => guess.Run, Asked with { Status = RunStatus.Stopped, Accuracy = 0.9 }));
        Assert.Empty(guess.FindAll(".answer"));
    }

    private IRenderedComponent<Guess> Show() => Render<Guess>(parameters => parameters
        .AddCascadingValue(new LessonContext(Lesson, Session: null!, new LearnerId("ada")))
        .Add(guess => guess.Question, Lesson.Questions[0])
        .Add(guess => guess.Parameters, Lesson.Defaults));
}
