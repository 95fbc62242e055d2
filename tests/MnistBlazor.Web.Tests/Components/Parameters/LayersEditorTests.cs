using Bunit;
using MnistBlazor.Web.Components.Parameters;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Components.Parameters;

public sealed class LayersEditorTests : ComponentTest
{
    private string? _asked;

    [Fact]
    public void A_layer_that_is_added_is_like_the_last()
    {
        var editor = RenderEditor("128-relu-0,64-tanh-0.2");

        editor.Find("[data-action=add-layer]").Click();

        Assert.Equal("128-relu-0,64-tanh-0.2,64-tanh-0.2", _asked);
        Assert.Equal(3, editor.FindAll(".layer").Count);
    }

    [Fact]
    public void The_layer_whose_button_is_clicked_goes()
    {
        var editor = RenderEditor("128-relu-0,64-tanh-0.2");

        editor.Find("[data-layer=\"1\"] [data-action=remove-layer]").Click();

        Assert.Equal("64-tanh-0.2", _asked);
        Assert.Equal("64", Assert.Single(editor.FindAll(".layer")).QuerySelector("input")!.GetAttribute("value"));
    }

    [Fact]
    public void Past_the_most_layers_there_is_no_button_for_another()
    {
        var editor = RenderEditor(string.Join(',', Enumerable.Repeat("64-relu-0", 5)));

        editor.Find("[data-action=add-layer]").Click();

        Assert.Empty(editor.FindAll("[data-action=add-layer]"));
    }

    [Theory]
    [InlineData("units", "abc", "0-relu-0.1")]
    [InlineData("dropout", "abc", "128-relu--1")]
    [InlineData("units", "64", "64-relu-0.1")]
    public void What_is_no_number_is_asked_for_as_one_out_of_bounds_and_not_replaced(string field, string text, string asked)
    {
        var editor = RenderEditor("128-relu-0.1");

        editor.Find($"[data-layer-field={field}]").Change(text);

        Assert.Equal(asked, _asked);
    }

    private IRenderedComponent<LayersEditor> RenderEditor(string text) =>
        Render<LayersEditor>(parameters => parameters
            .Add(editor => editor.Id, "layers")
            .Add(editor => editor.ParameterId, "layers")
            .Add(editor => editor.Text, text)
            .Add(editor => editor.OnChange, asked => _asked = asked));
}
