using Bunit;
using Microsoft.AspNetCore.Components;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.ML.Models;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Drawing;
using MnistBlazor.Web.Components.Inside;
using MnistBlazor.Web.Components.Outputs;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Models.Notebook;

namespace MnistBlazor.Web.Tests.Components.Outputs;

/// <summary>Outputs that say what came of a cell in few words, and the pictures that stand in others.</summary>
public sealed class OutputViewsTests : ComponentTest
{
    public static TheoryData<Type> Outputs =>
        [.. LessonCatalog.All.SelectMany(lesson => lesson.Cells).Select(cell => cell.Output).Distinct()];

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Whatever_a_cell_leaves_has_a_component_that_takes_it(Type output)
    {
        var value = OutputViews.Of(output).GetProperty("Value");

        Assert.Equal(output, value?.PropertyType);
        Assert.True(value!.IsDefined(typeof(ParameterAttribute), inherit: true));
    }

    [Fact]
    public void Setup_says_where_the_arithmetic_happens()
    {
        var view = Render<SetupOutputView>(parameters => parameters
            .Add(view => view.Value, new SetupOutput("TorchSharp 0.107.0", "2.10.0", "cpu", "CPU", 4)));

        Assert.Equal(["CPU cpu", "TorchSharp 0.107.0", "2.10.0", "4"], view.FindAll("dd").Select(fact => fact.TextContent));
    }

    [Fact]
    public void A_sample_of_the_data_goes_to_the_pad_when_it_is_clicked()
    {
        StoredDigit? picked = null;
        var output = new DataOutput(
            "mnist", "package", 60_000, 10_000, [5923, 6742], [980, 1135], [.. Enumerable.Range(1, 12)], ["0", "1"]);
        var view = Render<DataOutputView>(parameters => parameters.AddCascadingValue<PickDigit>(Pick).Add(view => view.Value, output));

        view.FindAll("button.digit")[7].Click();

        Assert.Equal(new StoredDigit("mnist", "train", 8), picked);

        Task Pick(StoredDigit digit)
        {
            picked = digit;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public void The_loss_is_explained_by_one_image_and_its_probability()
    {
        var output = new LossOutput(2.3871, 12, 1, [0.25f, 0.5f, 0.25f], 0.6931) { Data = new DatasetLabels("mnist", ["a", "b", "c"]) };
        var view = Render<LossOutputView>(parameters => parameters.Add(view => view.Value, output));

        Assert.Equal("images/mnist/train/12.png", view.Find("img").GetAttribute("src"));
        Assert.Equal("b", view.Find("li.marked .name").TextContent);
        Assert.Contains("got a probability of 0.500", view.Markup);
        Assert.Empty(view.FindAll(".gradients"));
    }

    [Fact]
    public void Gradients_are_bars_as_long_as_their_share_of_the_strongest()
    {
        var output = new LossOutput(2.3, 0, 0, [1], 0.1)
        {
            GradientNorms = [new LayerGradient("linear1", 0.05), new LayerGradient("linear2", 0.2)],
        };
        var view = Render<LossOutputView>(parameters => parameters.Add(view => view.Value, output));

        Assert.Equal(["linear1", "linear2"], view.FindAll(".gradients code").Select(layer => layer.TextContent));
        Assert.Equal(["25", "100"], view.FindAll(".gradients rect").Select(bar => bar.GetAttribute("width")));
    }

    [Fact]
    public void A_model_lists_its_layers_and_how_many_numbers_it_has_to_learn()
    {
        var summary = ModelSummary.Of(new SoftmaxRegressionSpec());
        var view = Render<ModelOutputView>(parameters => parameters
            .Add(view => view.Value, new ModelOutput([.. summary.Layers], summary.ParameterCount)));

        Assert.Equal("7850", view.Find("[data-value=parameter-count]").GetAttribute("value"));
        Assert.Equal(summary.Layers.Count, view.FindAll("tbody tr").Count);
        Assert.Equal(["784", "10"], view.FindAll("tbody tr:first-child code").Skip(1).Select(shape => shape.TextContent));
    }

    [Fact]
    public void Before_training_there_is_room_for_the_images_that_the_first_layer_will_have()
    {
        var summary = ModelSummary.Of(new MultilayerPerceptronSpec([new HiddenLayer(256)]));
        var view = Render<ModelOutputView>(parameters => parameters
            .Add(view => view.Value, new ModelOutput([.. summary.Layers], summary.ParameterCount)));

        Assert.Equal(20, view.FindAll(".first-layer svg").Count);
        Assert.Empty(view.FindAll(".first-layer button"));
        Assert.Empty(view.FindAll("[data-unit]"));
    }

    [Fact]
    public void Drawing_leads_to_the_pad()
    {
        ComponentFactories.AddStub<InsidePanel>();
        ComponentFactories.AddStub<OtherHands>();
        var view = Render<DrawOutputView>(parameters => parameters
            .AddCascadingValue(new LessonContext(LessonCatalog.All[0], Session: null!, new LearnerId("ada")))
            .Add(view => view.Value, new DrawOutput(RunId.New())));

        Assert.Equal("lessons/softmax#pad", view.Find("a[data-goto=pad]").GetAttribute("href"));
    }

    [Fact]
    public void A_schedule_goes_from_its_first_rate_up_to_the_one_that_was_set()
    {
        var options = LessonCatalog.FindDigits("cnn")!.Options(LessonCatalog.FindDigits("cnn")!.Defaults);
        var curve = Render<ScheduleCurve>(parameters => parameters.Add(curve => curve.Options, options));

        Assert.Contains($"up to {options.Optimizer.LearningRate:0.######}", curve.Find("figcaption").TextContent);
        Assert.StartsWith("M0 ", curve.Find("path").GetAttribute("d"));
    }

    [Fact]
    public void Every_class_has_its_picture_of_weights()
    {
        var strip = Render<WeightStrip>(parameters => parameters
            .Add(strip => strip.Weights, [new float[784], new float[784]])
            .Add(strip => strip.ClassNames, ["shirt", "shoe"]));

        Assert.Equal(["Weights of shirt", "Weights of shoe"], strip.FindAll("img").Select(image => image.GetAttribute("alt")));
        Assert.Contains("named", strip.Find("div").ClassList);
    }
}
