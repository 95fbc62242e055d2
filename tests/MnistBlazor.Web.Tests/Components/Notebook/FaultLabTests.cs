using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Web.Components.Notebook;
using MnistBlazor.Web.Components.Runs;
using MnistBlazor.Web.Models.Charts;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Models.Runs;
using MnistBlazor.Web.Tests.Hosting;

namespace MnistBlazor.Web.Tests.Components.Notebook;

public sealed class FaultLabTests(TrainingApp app) : ComponentTest, IClassFixture<TrainingApp>
{
    private static readonly DigitsLesson Lesson = LessonCatalog.FindDigits("softmax")!;

    private readonly LearnerId _ada = new($"ada{Guid.NewGuid():N}");

    private RunService Runs => app.Services.GetRequiredService<RunService>();

    private NotebookSession Session => app.Services.GetRequiredService<SessionRegistry>().Open(_ada, Lesson.Id);

    /// <summary>Once, since a component fixes them.</summary>
    private void AddServices()
    {
        Services.AddSingleton(Runs);
        Services.AddSingleton(app.Services.GetRequiredService<RunArchive>());
    }

    [Fact]
    public async Task A_hunt_tells_nothing_until_it_is_answered_and_then_what_gave_it_away_and_the_code_that_ran()
    {
        var run = await StartedAsync(Options("hunt") with { Fault = TrainingFault.NoZeroGrad, FaultIsSecret = true });
        AddServices();
        var lab = Show(run);

        Assert.Equal("hunt", lab.Find("[data-fault]").GetAttribute("data-fault"));
        Assert.Empty(lab.FindAll("[data-fault-shows], pre"));
        Assert.True(lab.Find("[data-action=fault-answer]").HasAttribute("disabled"));
        Assert.Equal(
            ["no-zero-grad", "labels-shuffled", "large-rate", "pixels-not-scaled", "pixels-shuffled"],
            lab.FindAll("input").Select(input => input.GetAttribute("value")));

        lab.Find("input[value=large-rate]").Change("large-rate");
        await lab.Find("[data-action=fault-answer]").ClickAsync();
        lab.Render(parameters => parameters.Add(lab => lab.Run, Runs.Find(_ada, run.Id)!));

        Assert.Equal("no-zero-grad", lab.Find("[data-fault]").GetAttribute("data-fault"));
        Assert.Equal("You said “learning rate × 100”. It was “no zero_grad”.", lab.Find(".answer").TextContent.Trim());
        Assert.Contains("rises again", lab.Find("[data-fault-shows]").TextContent);
        Assert.Contains("loss.backward()", lab.Find("pre").TextContent);
        Assert.DoesNotContain("zero_grad", lab.Find("pre").TextContent);
        Assert.Equal("large-rate", Session.State.Guesses[NotebookState.GuessAbout("fault", run.Id)]);
    }

    [Fact]
    public async Task A_known_fault_is_explained_and_compared_with_the_same_training_without_it()
    {
        var run = await StartedAsync(Options("labels-shuffled"));
        AddServices();
        var lab = Show(run);
        Assert.Contains("ln 10", lab.Find("[data-fault-shows]").TextContent);
        Assert.Empty(lab.FindAll("[data-compare]"));

        await lab.Find("[data-action=fault-without]").ClickAsync();

        var without = Runs.List(_ada).First(other => other.Id != run.Id);
        await Runs.StopAsync(_ada, without.Id);
        Assert.Equal(Options("none"), without.Options with { Model = Options("none").Model });
        Assert.NotNull(lab.Find("[data-compare]"));
        // Whoever comes later finds it without training it again.
        Assert.NotNull(Show(run).Find("[data-compare]"));
    }

    [Fact]
    public void A_run_with_a_fault_is_best_at_nothing()
    {
        AddLearner();
        Services.AddSingleton(app.Services.GetRequiredService<LearnerAddresses>());
        Services.AddSingleton(app.Services.GetRequiredService<RunTester>());
        Services.AddSingleton(TimeProvider.System);
        Run[] runs =
        [
            RunSamples.Create() with { Accuracy = 0.91 }, RunSamples.Create("softmax", "seed=2") with { Accuracy = 0.92 },
            RunSamples.Create("softmax", "fault=test-in-training") with { Accuracy = 0.99 },
        ];

        var table = Render<ComparisonTable>(parameters => parameters.Add(
            table => table.Runs, [.. runs.Select((run, i) => new ComparedRun(run, RunMark.All[i], $"{i}", []))]));

        Assert.Equal(
            [false, true, false], table.FindAll("[data-figures=test] td").Select(cell => cell.ClassList.Contains("best")));
        Assert.Contains("test images in training", table.Find("[data-option=fault]").TextContent);
    }

    [Fact]
    public void A_guess_of_the_accuracy_stands_beside_the_result_with_the_difference()
    {
        var run = RunSamples.Create();
        var guess = Render<AccuracyGuess>(parameters => parameters
            .AddCascadingValue(new LessonContext(Lesson, Session, _ada))
            .Add(guess => guess.Cell, CellState.NeverRun(TrainingCell.Name)));

        guess.Find("input").Change("101");
        Assert.Contains("0 to 100", guess.Markup);
        Assert.Empty(Session.State.Guesses);
        guess.Find("input").Change("93.5");
        Assert.Equal("93.5", Session.State.Guesses[NotebookState.AccuracyGuess]);

        Session.Guess(NotebookState.GuessAbout(NotebookState.AccuracyGuess, run.Id), "93.5");
        guess.Render(parameters => parameters.Add(guess => guess.Run, run));
        Assert.Contains("You guessed 93.5%. Run the evaluation", guess.Find("[role=status]").TextContent);

        guess.Render(parameters => parameters.Add(guess => guess.Run, run with { Accuracy = 0.9084 }));
        Assert.Equal("You guessed 93.5%; it is 90.8%: 2.7 points worse than you thought.", guess.Find(".answer").TextContent.Trim());
        Assert.Equal("On a scale up to 100%: your guess at 93.5%, the result at 90.8%.", guess.Find("svg").GetAttribute("aria-label"));
    }

    private static TrainingOptions Options(string fault) => Lesson.Options(Lesson.Defaults.With(DigitsFaults.Id, fault));

    /// <summary>One that is of the past: it says that it has trained.</summary>
    private async Task<Run> StartedAsync(TrainingOptions options)
    {
        var run = await Runs.StartAsync(_ada, Lesson.Id, options);
        await Runs.StopAsync(_ada, run.Id);
        return run with { Step = 10 };
    }

    private IRenderedComponent<FaultLab> Show(Run run)
    {
        return Render<FaultLab>(parameters => parameters
            .AddCascadingValue(new LessonContext(Lesson, Session, _ada))
            .Add(lab => lab.Run, run));
    }
}
