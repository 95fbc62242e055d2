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
        [new Misclassified(247, 0, 1, 0.99f), new Misclassified(18, 1, 0, 0.8f)], null)
    {
        Data = new DatasetLabels("mnist", ["0", "1"]),
    };

    private StoredDigit? _picked;

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
