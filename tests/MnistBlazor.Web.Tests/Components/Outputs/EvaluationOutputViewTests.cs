using Bunit;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Outputs;
using MnistBlazor.Web.Models.Drawing;

namespace MnistBlazor.Web.Tests.Components.Outputs;

public sealed class EvaluationOutputViewTests : ComponentTest
{
    private static readonly EvaluationOutput Output = new(
        RunId.New(), 0.9051, 0.8942, 0.3521, [[90, 3], [7, 80]],
        [new TestedImage(247, 0, 1, 0.99f) { Thousandths = [10, 990] }, new TestedImage(18, 1, 0, 0.8f) { Thousandths = [800, 200] }], null)
    {
        Data = new DatasetLabels("mnist", ["0", "1"]),
        LeastSure = [new TestedImage(5, 0, 0, 0.51f) { Thousandths = [510, 490] }],
        Calibration = [.. Enumerable.Repeat(new CalibrationBin(0, 0, 0), 8), new(80, 0.85, 0.8), new(100, 0.95, 0.9)],
    };

    private StoredDigit? _picked;

    public EvaluationOutputViewTests() => ComponentFactories.AddStub<DoubtedImages>();

    [Fact]
    public void The_accuracy_is_a_figure_for_readers_and_exact_for_scripts()
    {
        var accuracy = RenderView(Output).Find("[data-value=test-accuracy]");

        Assert.Equal("90.51%", accuracy.TextContent);
        Assert.Equal("0.9051", accuracy.GetAttribute("value"));
    }

    [Fact]
    public void A_class_that_was_hardly_tested_or_not_at_all_is_named()
    {
        var view = RenderView(Output with
        {
            Confusion = [[90, 0, 0], [0, 2, 1], [0, 0, 0]],
            Data = new DatasetLabels("own", ["cat", "dog", "emu"]),
        });

        Assert.Equal("92 of 93", view.Find("[data-tested]").TextContent);
        Assert.Contains("dog (3)", view.Find("[data-few-tests]").TextContent);
        Assert.Contains("emu", view.Find("[data-untested]").TextContent);
        Assert.Empty(RenderView(Output).FindAll("[data-few-tests], [data-untested]"));
    }

    [Fact]
    public void A_mistake_that_is_clicked_goes_to_the_pad()
    {
        var view = RenderView(Output);
        Assert.Equal(["Image of a 0", "Image of a 1"], view.FindAll(".wrong img").Select(image => image.GetAttribute("alt")));

        view.Find(".wrong figure:nth-child(2) button").Click();

        Assert.Equal(new StoredDigit("mnist", "test", 18), _picked);
    }

    [Fact]
    public void A_cell_of_the_confusion_matrix_shows_its_images()
    {
        var view = RenderView(Output);
        Assert.Empty(view.FindAll("[data-confusion-images]"));

        view.Find("[data-confusion='0,1']").Click();
        Assert.Equal(["247"], Shown());
        view.Find("[data-confusion='0,0']").Click();
        Assert.Equal(["5"], Shown());
        view.Find("[data-confusion='1,1']").Click();
        Assert.Empty(Shown());
        view.Find("[data-confusion='1,1']").Click();
        Assert.Empty(view.FindAll("[data-confusion-images]"));

        IEnumerable<string?> Shown() => view.FindAll("[data-confusion-images] [data-tested-image]")
            .Select(image => image.GetAttribute("data-tested-image"));
    }

    [Fact]
    public void A_mistake_that_has_the_focus_shows_all_its_probabilities()
    {
        var view = RenderView(Output);

        view.Find("[data-tested-image='18']").FocusIn();

        Assert.Equal(["80.0%", "20.0%"], view.FindAll("[data-probabilities='18'] .share").Select(share => share.TextContent));
    }

    [Fact]
    public void The_accuracy_has_its_interval_and_each_class_its_scores()
    {
        var view = RenderView(Output);

        Assert.Equal("95% confidence interval 90.08% to 96.95%", view.Find("[data-interval]").TextContent);
        Assert.Equal("96.8%", view.Find("[data-class='0'] [data-recall]").TextContent);
        Assert.Equal("92.8%", view.Find("[data-class='0'] [data-precision]").TextContent);
        Assert.Equal("94.7%", view.Find("[data-class='0'] [data-f1]").TextContent);
    }

    [Fact]
    public void The_calibration_is_drawn_and_stands_in_a_table_unless_an_earlier_version_left_none()
    {
        var view = RenderView(Output);

        Assert.Equal("0.0500", view.Find("[data-value=calibration-error]").GetAttribute("value"));
        Assert.Equal(2, view.FindAll("[data-calibration] circle").Count);
        Assert.Equal(10, view.FindAll("details tbody tr").Count);
        Assert.Empty(RenderView(Output with { Calibration = null }).FindAll("[data-calibration]"));
    }

    [Fact]
    public void Weights_are_shown_where_a_picture_of_them_says_something()
    {
        Assert.Empty(RenderView(Output).FindAll(".weight-images img"));

        var linear = RenderView(Output with { WeightImages = [new float[784], new float[784]] });

        Assert.Equal(["Weights of 0", "Weights of 1"], linear.FindAll(".weight-images img").Select(image => image.GetAttribute("alt")));
    }

    private IRenderedComponent<EvaluationOutputView> RenderView(EvaluationOutput output) =>
        Render<EvaluationOutputView>(parameters => parameters.AddCascadingValue<PickDigit>(Pick).Add(view => view.Value, output));

    private Task Pick(StoredDigit digit)
    {
        _picked = digit;
        return Task.CompletedTask;
    }
}
