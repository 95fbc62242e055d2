using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Drawing;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Models.Notebook;
using DigitImage = MnistBlazor.ML.Inference.DigitImage;

namespace MnistBlazor.Web.Tests.Components.Drawing;

public sealed class PredictionPadTests : ComponentTest
{
    private static readonly float[][] Seven = [[0.2f, 0.2f, 0.6f, 0.2f, 0.3f, 0.8f]];
    private static readonly string[] Digits = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];

    private readonly List<PadDrawing> _asked = [];

    public PredictionPadTests() => Services.AddScoped<PadContent>();

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
        await pad.Find("summary").ClickAsync(new());

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

    [Theory]
    [InlineData("1.4")]
    [InlineData("400")]
    [InlineData("NaN")]
    [InlineData("a pen")]
    public async Task What_is_no_width_of_the_pens_changes_nothing(string sent)
    {
        var pad = Open(null);
        await DrawAsync(pad);
        await pad.Find("summary").ClickAsync(new());
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
            var stages = DigitImage.StagesOf(drawing.Strokes, drawing.PenWidth, drawing.Steps)!;
            return Task.FromResult<PadReading?>(new(
                stages.Image, drawing.WithStages ? stages : null, models.Index().ToDictionary(run => run.Item.Id, run => Sure(run.Index))));
        }));

    private static Task DrawAsync(IRenderedComponent<PredictionPad> pad) =>
        pad.InvokeAsync(() => pad.FindComponent<DrawingPad>().Instance.StrokesDrawn(Seven));

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
