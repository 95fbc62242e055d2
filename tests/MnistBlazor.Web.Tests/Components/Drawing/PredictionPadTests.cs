using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Drawing;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hosting.Bounds;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Models.Notebook;
using DigitImage = MnistBlazor.ML.Inference.DigitImage;

namespace MnistBlazor.Web.Tests.Components.Drawing;

public sealed class PredictionPadTests : ComponentTest
{
    private static readonly float[][] Seven = [[0.2f, 0.2f, 0.6f, 0.2f, 0.3f, 0.8f]];
    private static readonly string[] Digits = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];

    private readonly List<PadDrawing> _asked = [];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mnistblazor-web-tests-");

    public PredictionPadTests()
    {
        Services.AddLessons(new LessonsOptions { DataDirectory = _folder.FullName });
        Services.AddScoped<PadContent>();
        Services.AddScoped<OwnTests>();
        Services.AddSingleton<DrawingLimits>();
        AddLearner();
    }

    private DrawingCollection Kept => Services.GetRequiredService<OwnTestSets>().Get(Services.GetRequiredService<Learner>().Id);

    [Fact]
    public async Task Each_network_shows_its_own_answer_to_the_one_drawing()
    {
        Run[] runs = [Trained("softmax"), Trained("mlp"), Trained("cnn")];
        var pad = Open(runs[1].Id, runs);

        await DrawAsync(pad);

        Assert.Single(_asked);
        Assert.Equal(["0", "1", "2"], pad.FindAll("[data-model] [data-value=prediction]").Select(answer => answer.TextContent));
        Assert.Equal(runs.Select(run => run.Id.Value), pad.FindAll("[data-model]").Select(model => model.GetAttribute("data-model")));
        Assert.Equal("1", pad.Find(".reading [data-value=prediction]").TextContent);
    }

    [Fact]
    public async Task A_lone_network_answers_once()
    {
        var run = Trained("softmax");
        var pad = Open(run.Id, run);

        await DrawAsync(pad);

        Assert.Equal("0", Assert.Single(pad.FindAll("[data-model] [data-value=prediction]")).TextContent);
    }

    [Fact]
    public async Task A_step_that_is_left_out_and_the_pens_width_have_the_drawing_read_again()
    {
        var pad = Open(null);
        await DrawAsync(pad);
        await pad.Find("[data-part=preparation] summary").ClickAsync(new());

        await pad.Find("[data-step=scale]").ChangeAsync(new() { Value = false });

        Assert.Equal(DigitSteps.Centre, _asked[^1].Steps);
        Assert.True(_asked[^1].WithStages);
        Assert.Equal(["cropped", "scaled"], pad.FindAll("[data-off]").Select(stage => stage.GetAttribute("data-stage")));
        Assert.Equal(["raw", "centred"], pad.FindAll("li:has(image)").Select(stage => stage.GetAttribute("data-stage")));

        await pad.Find("[data-field=pen]").InputAsync(new() { Value = "3.5" });

        Assert.Equal(3.5 / 28, _asked[^1].PenWidth, 1e-6);
        Assert.Equal(
            DigitImage.FromStrokes(_asked[^1].Strokes, 3.5f / 28, DigitSteps.Centre),
            Services.GetRequiredService<PadContent>().DrawnImage());
    }

    [Fact]
    public async Task What_the_learner_says_of_a_drawing_keeps_it_as_the_network_saw_it_whether_it_was_read_right_or_not()
    {
        var run = Trained("softmax");
        var pad = Open(run.Id, run);
        Assert.All(pad.FindAll("[data-keep-as]"), button => Assert.True(button.HasAttribute("disabled")));
        await DrawAsync(pad);
        Assert.Equal("It is 0, as it was read. Keep it.", pad.Find("[data-keep-as='0']").GetAttribute("aria-label"));

        await pad.Find("[data-keep-as='7']").ClickAsync(new());

        Assert.Equal("Kept as 7, which was not read. Drawings in your test set: 1", pad.Find("[data-value=kept-as]").TextContent);
        Assert.Equal("7", Assert.Single(Kept.Classes).Name);
        Assert.Equal(Services.GetRequiredService<PadContent>().DrawnImage(), Assert.Single(Kept.Classes[0].Drawings));

        await pad.Find("[data-keep-as='0']").ClickAsync(new()); // it was a slip of the finger
        Assert.Equal("0", Assert.Single(Kept.Classes).Name);
    }

    [Fact]
    public async Task A_picture_of_a_digit_is_read_stage_by_stage_and_what_is_none_says_what_to_do()
    {
        var run = Trained("softmax");
        var pad = Open(run.Id, run);
        var file = pad.FindComponent<InputFile>();

        file.UploadFiles(InputFileContent.CreateFromText("no image", "seven.png"));
        pad.WaitForElement("[data-picture-problem]");
        Assert.Empty(_asked);
        file.UploadFiles(InputFileContent.CreateFromBinary(
            Png.FromGrey(DigitImage.FromStrokes([[new(0.3f, 0.2f), new(0.7f, 0.2f), new(0.4f, 0.8f)]])!, 28, 28), "seven.png"));
        pad.WaitForAssertion(() => Assert.NotNull(Assert.Single(_asked).Picture));

        Assert.Empty(pad.FindAll("[data-picture-problem]"));
        await pad.Find("[data-part=preparation] summary").ClickAsync(new());
        Assert.Equal(4, pad.FindAll("li:has(image)").Count);
        await pad.Find("[data-keep-as='7']").ClickAsync(new());
        Assert.Equal(1, Kept.Count);
    }

    [Theory]
    [InlineData("1.4")]
    [InlineData("400")]
    [InlineData("NaN")]
    [InlineData("a pen")]
    public async Task What_is_no_width_of_the_pens_changes_nothing(string sent)
    {
        var pad = Open(null);
        await DrawAsync(pad);
        await pad.Find("[data-part=preparation] summary").ClickAsync(new());
        var asked = _asked.Count;

        await pad.Find("[data-field=pen]").InputAsync(new() { Value = sent });

        Assert.Equal(asked, _asked.Count);
    }

    [Fact]
    public void The_notebooks_run_reads_first_then_the_newest_of_each_lesson_then_newer_before_older()
    {
        Run[] trained =
        [
            Trained("mlp"), Trained("mlp"), Trained("softmax"), Trained("cnn"), Trained("softmax"), Trained("softmax"), Trained("cnn"),
        ];

        var chosen = PadPredictions.Choose(trained, trained[5].Id);

        Assert.Equal([5, 0, 2, 3, 1, 4], chosen.Select(run => Array.IndexOf(trained, run)));
    }

    private IRenderedComponent<PredictionPad> Open(RunId? own, params Run[] models) => Render<PredictionPad>(parameters => parameters
        .Add(pad => pad.ClassNames, Digits).Add(pad => pad.Run, own).Add(pad => pad.Models, models)
        .Add(pad => pad.Read, (drawing, _) =>
        {
            _asked.Add(drawing);
            var stages = drawing.Picture is { } picture
                ? DigitImage.StagesOf(picture, drawing.Steps)
                : DigitImage.StagesOf(drawing.Strokes, drawing.PenWidth, drawing.Steps)!;
            return Task.FromResult<PadReading?>(new(
                stages.Image, drawing.WithStages ? stages : null, models.Index().ToDictionary(run => run.Item.Id, run => Sure(run.Index))));
        }));

    private static Task DrawAsync(IRenderedComponent<PredictionPad> pad) =>
        pad.InvokeAsync(() => pad.FindComponent<DrawingPad>().Instance.StrokesDrawn(Seven));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Delete(recursive: true);
    }

    private static Prediction Sure(int digit) => new(new byte[784], [.. Digits.Select((_, i) => i == digit ? 1f : 0)], digit, Digits);

    private static Run Trained(string lesson) => new()
    {
        Id = RunId.New(),
        Owner = new LearnerId("someone"),
        Lesson = lesson,
        Options = new TrainingOptions { Model = new SoftmaxRegressionSpec(), Optimizer = new OptimizerSpec(OptimizerKind.SGD, 0.1) },
        Status = RunStatus.Completed,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Step = 60,
        WatchKey = "key",
    };
}
