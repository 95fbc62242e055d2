using Bunit;
using MnistBlazor.Web.Components.Code;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Models.Code;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Components.Code;

public sealed class CodeBlockTests : ComponentTest
{
    [Fact]
    public void The_tabs_switch_between_CSharp_and_PyTorch_and_say_which_is_shown()
    {
        var block = Render<CodeBlock>(parameters => parameters
            .Add(block => block.CSharp, "var x = 1;").Add(block => block.PyTorch, "x = 1"));
        Assert.Equal(("var x = 1;", "C#"), Shown());

        block.Find("[role=tab][aria-selected=false]").Click();
        Assert.Equal(("x = 1", "PyTorch"), Shown());

        block.Find("[role=tab][aria-selected=false]").Click();
        Assert.Equal(("var x = 1;", "C#"), Shown());

        (string Code, string Tab) Shown() =>
            (block.Find("code").TextContent, Assert.Single(block.FindAll("[role=tab][aria-selected=true]")).TextContent.Trim());
    }

    [Fact]
    public void The_language_chosen_in_one_block_is_that_of_all()
    {
        var choice = new CodeChoice(CodeLanguage.CSharp);
        var first = RenderWith("1");
        var second = RenderWith("2");

        first.Find("[role=tab][aria-selected=false]").Click();

        Assert.Equal("python 2", second.Find("code").TextContent);

        IRenderedComponent<CodeBlock> RenderWith(string text) => Render<CodeBlock>(parameters => parameters
            .AddCascadingValue(choice).Add(block => block.CSharp, "sharp " + text).Add(block => block.PyTorch, "python " + text));
    }

    [Fact]
    public void A_long_block_is_folded_until_someone_unfolds_it()
    {
        var block = Render<CodeBlock>(parameters => parameters.Add(block => block.CSharp, new string('\n', 30)));
        Assert.Contains("folded", block.Find("figure").ClassList);

        block.Find(".unfold").Click();

        Assert.DoesNotContain("folded", block.Find("figure").ClassList);
        Assert.Equal("true", block.Find(".unfold").GetAttribute("aria-expanded"));
    }

    [Fact]
    public void Each_text_is_highlighted_once()
    {
        var script = JSInterop.SetupModule("./Components/Code/CodeBlock.razor.js");
        script.Mode = JSRuntimeMode.Loose;
        var block = Render<CodeBlock>(parameters => parameters
            .Add(block => block.CSharp, "var x = 1;").Add(block => block.PyTorch, "x = 1"));
        script.VerifyInvoke("highlight", calledTimes: 1);

        block.FindAll("[role=tab]")[0].Click(); // what is shown already
        script.VerifyInvoke("highlight", calledTimes: 1);

        block.FindAll("[role=tab]")[1].Click();
        script.VerifyInvoke("highlight", calledTimes: 2);
    }
}
