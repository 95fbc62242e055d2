using Bunit;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Parameters;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Components.Parameters;

/// <summary>One setting of a lesson: what it looks like, and what it asks for when someone changes it.</summary>
public sealed class ParameterFieldTests : ComponentTest
{
    private static readonly NumberParameter LearningRate = new("learning-rate", "0.1", 0.00001, 10, 0.01, Logarithmic: true);

    private readonly List<(string Id, string? Value)> _asked = [];
    private Message? _refusal;

    [Fact]
    public void A_number_has_a_field_a_slider_and_its_explanation()
    {
        var field = RenderField(LearningRate, "0.1");

        var number = field.Find("input[type=number]");
        Assert.Equal(("0.00001", "10", "0.1"), (number.GetAttribute("min"), number.GetAttribute("max"), number.GetAttribute("value")));
        var slider = field.Find("input[type=range]");
        Assert.Equal(
            ("0", "18", "12", "0.1"),
            (slider.GetAttribute("min"), slider.GetAttribute("max"), slider.GetAttribute("value"), slider.GetAttribute("aria-valuetext")));
        Assert.Contains("Learning rate", slider.GetAttribute("aria-label"));
        Assert.Contains("How far each step goes", field.Find(".mud-input-helper-text").TextContent);
    }

    [Fact]
    public void A_number_that_is_typed_is_asked_for()
    {
        var field = RenderField(LearningRate, "0.1");

        field.Find("input[type=number]").Change("0.5");

        Assert.Equal([("learning-rate", "0.5")], _asked);
    }

    [Fact]
    public void A_number_that_is_refused_stays_as_typed_and_is_marked_with_the_reason()
    {
        var field = RenderField(LearningRate, "0.1");
        _refusal = LearningRate.Check("11");

        field.Find("input[type=number]").Change("11");

        Assert.Equal("11", field.Find("input[type=number]").GetAttribute("value"));
        Assert.Equal("true", field.Find("input[type=number]").GetAttribute("aria-invalid"));
        Assert.Contains("10", field.Find("[role=alert]").TextContent);
    }

    [Fact]
    public void A_slider_shows_its_number_while_it_moves_and_asks_once_it_is_let_go()
    {
        var field = RenderField(LearningRate, "0.1");

        field.Find("input[type=range]").Input("13");
        var shown = field.Find("input[type=number]").GetAttribute("value");
        Assert.NotEqual("0.1", shown);
        Assert.Empty(_asked);

        field.Find("input[type=range]").Change("13");
        Assert.Equal([("learning-rate", shown)], _asked);
    }

    [Fact]
    public void A_switch_asks_for_true_and_false()
    {
        var field = RenderField(new SwitchParameter("batch-norm", "false"), "false");

        field.Find("[data-parameter=batch-norm]").Change(true);
        field.Find("[data-parameter=batch-norm]").Change(false);

        Assert.Equal([("batch-norm", "true"), ("batch-norm", "false")], _asked);
    }

    [Fact]
    public void A_choice_of_one_is_said_and_not_asked()
    {
        var field = RenderField(new ChoiceParameter("device", "cpu", ["cpu"]), "cpu");

        Assert.Empty(field.FindAll("input"));
        Assert.Equal("Device CPU", field.Find(".only").TextContent.Trim());
    }

    [Fact]
    public void The_value_chosen_is_the_one_selected()
    {
        var field = RenderField(new ChoiceParameter("device", "cpu", ["cpu", "cuda:0"]), "cuda:0");

        Assert.Equal("cuda:0", field.Find("[data-parameter=device]").GetAttribute("value"));
    }

    [Fact]
    public void As_long_as_a_field_holds_no_value_the_page_knows_and_undo_takes_the_text_away_first()
    {
        var context = NewContext();
        var field = RenderField(LearningRate, "0.1", context);
        _refusal = LearningRate.Check("11");
        field.Find("input[type=number]").Change("11");
        Assert.Equal("learning-rate", context.Wrong.First);

        field.InvokeAsync(context.Wrong.Discard);

        Assert.Equal(("0.1", "false"), Shown());
        Assert.Null(context.Wrong.First);

        (string?, string?) Shown() =>
            (field.Find("input[type=number]").GetAttribute("value"), field.Find("input[type=number]").GetAttribute("aria-invalid"));
    }

    private static LessonContext NewContext() => new(LessonCatalog.All[0], Session: null!, new LearnerId("ada"));

    private IRenderedComponent<ParameterField> RenderField(
        ParameterDefinition definition, string value, LessonContext? context = null) =>
        Render<ParameterField>(parameters => parameters
            .Add(field => field.Context, context ?? NewContext())
            .Add(field => field.Definition, definition)
            .Add(field => field.Value, value)
            .Add(field => field.OnSet, (id, text) =>
            {
                _asked.Add((id, text));
                return _refusal;
            }));
}
