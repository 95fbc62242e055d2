using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Outputs;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hosting.Bounds;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Models.Notebook;

namespace MnistBlazor.Web.Tests.Components.Outputs;

/// <summary>The learner's own test set, and what a network gains and forgets when it learns from it.</summary>
public sealed class OwnTestsViewTests : ComponentTest
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mnistblazor-web-tests-");

    public OwnTestsViewTests()
    {
        Services.AddLessons(new LessonsOptions { DataDirectory = _folder.FullName });
        Services.AddScoped<OwnTests>();
        Services.AddSingleton<DrawingLimits>();
        AddLearner();
    }

    private OwnTests Tests => Services.GetRequiredService<OwnTests>();

    private LessonContext Context => new(LessonCatalog.All[0], Session: null!, Services.GetRequiredService<Learner>().Id);

    [Fact]
    public async Task What_is_kept_is_shown_and_one_or_all_are_taken_out_and_brought_back()
    {
        var view = Render<OwnTestsView>(parameters => parameters.AddCascadingValue(Context).Add(view => view.Run, RunId.New()));
        Assert.Equal("0", Count());

        foreach (var at in new[] { 1, 2, 3 }) await view.InvokeAsync(() => Tests.Keep(at == 3 ? "1" : "7", Dot(at)));
        view.WaitForAssertion(() => Assert.Equal("3", Count()));
        view.Find("[data-drawing='1']").Click();
        view.WaitForAssertion(() => Assert.Equal("2", Count()));
        view.Find("[data-action=undo-own-tests]").Click();
        view.WaitForAssertion(() => Assert.Equal("3", Count()));
        view.Find("[data-action=remove-own-tests]").Click();
        view.WaitForAssertion(() => Assert.Equal("0", Count()));
        view.Find("[data-action=undo-own-tests]").Click();
        view.WaitForAssertion(() => Assert.Equal("3", Count()));

        Assert.Contains("10 drawings or more", view.Find("[data-value=hand-known]").TextContent);

        string? Count() => view.Find("[data-value=own-tests]").GetAttribute("data-count");
    }

    [Theory]
    [InlineData("en", "1 of 2 → 2 of 2")]
    [InlineData("ko", "2개 중 1개 → 2개 중 2개")]
    public void Before_and_after_stand_side_by_side_without_what_was_learned(string language, string rest)
    {
        Speak(language);
        OwnDrawing[] drawings = [new("7", Dot(1)), new("7", Dot(2)), new("7", Dot(3))];
        var before = Trained(null) with { Accuracy = 0.9 };
        var tuning = new FineTuning(FineTuning.Of(new ImageSplit(Dot(1), new byte[] { 7 }, 10)), 250, 750, 2);
        var taught = Trained(tuning) with { ForkedFrom = before.Id, Accuracy = 0.89 };

        var view = Render<HandView>(parameters => parameters.AddCascadingValue(Context)
            .Add(view => view.Run, before.Id).Add(view => view.Before, before).Add(view => view.Taught, [taught])
            .Add(view => view.Drawings, drawings)
            .Add(view => view.Answers, new Dictionary<RunId, IReadOnlyList<string?>>
            {
                [before.Id] = ["1", "7", "1"], [taught.Id] = ["7", "7", "7"],
            }));

        var row = view.Find("[data-taught=mixed]");
        Assert.Equal(rest, row.QuerySelector("[data-hand-rest]")!.TextContent);
        Assert.Equal($"{0.9:P2} → {0.89:P2}", row.QuerySelector("[data-hand-dataset]")!.TextContent);
    }

    [Fact]
    public void The_networks_run_comes_first_then_what_was_taught_from_it_then_the_newest_of_each_lesson()
    {
        var own = Trained(null);
        var mixed = Trained(new("", 250, 750, 2)) with { ForkedFrom = own.Id };
        var alone = Trained(new("", 1000, 0, 2)) with { ForkedFrom = own.Id };
        var older = alone with { Id = RunId.New() };
        var (other, newer) = (Trained(null, "mlp"), Trained(null));

        var chosen = TestedModels.Choose([alone, older, newer, mixed, other, own], own.Id);

        Assert.Equal([own.Id, mixed.Id, alone.Id, newer.Id, other.Id], chosen.Select(run => run.Id));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Delete(recursive: true);
    }

    private static Run Trained(FineTuning? tuning, string lesson = "softmax") => new()
    {
        Id = RunId.New(),
        Owner = new LearnerId("someone"),
        Lesson = lesson,
        Options = new TrainingOptions
        {
            Model = new SoftmaxRegressionSpec(), Optimizer = new OptimizerSpec(OptimizerKind.SGD, 0.1), FineTuning = tuning,
        },
        Status = RunStatus.Completed,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Step = 60,
        Epoch = 1,
        WatchKey = "key",
    };

    private static byte[] Dot(int at)
    {
        var pixels = new byte[784];
        pixels[at] = 255;
        return pixels;
    }
}
