using AngleSharp.Dom;
using Bunit;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Optimizers;
using MnistBlazor.Web.Components.Parameters;

namespace MnistBlazor.Web.Tests.Components.Parameters;

public sealed class OptimizersEditorTests : ComponentTest
{
    private readonly List<string> _sent = [];

    [Fact]
    public void An_optimizer_is_added_and_taken_away_by_its_box()
    {
        var editor = Show("sgd,adam:0.2");

        Box(editor, "momentum").Change(true);
        Box(editor, "sgd").Change(false);

        Assert.Equal(["sgd,momentum,adam:0.2", "momentum,adam:0.2"], _sent);
    }

    [Fact]
    public void What_is_not_set_shows_what_it_will_be_and_what_is_emptied_takes_it_again()
    {
        var editor = Show("sgd,momentum:0.3:0.5");

        Assert.Equal(
            ("0.1", null), (Field(editor, "sgd", "rate").GetAttribute("placeholder"), Field(editor, "sgd", "rate").GetAttribute("value")));
        Field(editor, "sgd", "rate").Change("0.25");
        Field(editor, "momentum", "momentum").Change("0.9");
        Field(editor, "momentum", "rate").Change("");

        Assert.Equal(["sgd:0.25,momentum:0.3:0.5", "sgd:0.25,momentum:0.3", "sgd:0.25,momentum"], _sent);
    }

    [Fact]
    public void What_is_no_number_is_sent_to_be_refused_and_the_choice_stays()
    {
        var editor = Show("adam");

        Field(editor, "adam", "rate").Change("x");

        Assert.NotNull(Definition.Check(Assert.Single(_sent)));
        Assert.True(Box(editor, "adam").HasAttribute("checked"));
    }

    private static OptimizersParameter Definition =>
        (OptimizersParameter)LessonCatalog.Find("optimizers")!.Parameter("optimizers")!;

    private IRenderedComponent<OptimizersEditor> Show(string text) => Render<OptimizersEditor>(parameters => parameters
        .Add(editor => editor.Definition, Definition)
        .Add(editor => editor.Text, text)
        .Add(editor => editor.OnChange, _sent.Add));

    private static IElement Box(IRenderedComponent<OptimizersEditor> editor, string optimizer) =>
        editor.Find($"[data-optimizer={optimizer}] input[type=checkbox]");

    private static IElement Field(IRenderedComponent<OptimizersEditor> editor, string optimizer, string field) =>
        editor.Find($"[data-optimizer={optimizer}] [data-field={field}]");
}
