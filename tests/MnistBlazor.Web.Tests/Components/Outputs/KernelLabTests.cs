using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Outputs;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Models.Outputs;
using MnistBlazor.Web.Tests.Hosting;

namespace MnistBlazor.Web.Tests.Components.Outputs;

public sealed class KernelLabTests : ComponentTest, IClassFixture<RunningApp>
{
    private readonly IRenderedComponent<KernelLab> _lab;

    public KernelLabTests(RunningApp app)
    {
        Services.AddSingleton(app.Services.GetRequiredService<DatasetLibrary>());
        Services.AddScoped<PadContent>();
        _lab = Render<KernelLab>(parameters => parameters
            .AddCascadingValue(new LessonContext(LessonCatalog.All[0], Session: null!, new LearnerId("ada")))
            .Add(lab => lab.Data, DatasetLabels.Mnist));
        _lab.WaitForAssertion(() => Assert.Equal("Image of a 5", _lab.Find("img").GetAttribute("alt")), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_known_kernel_puts_its_weights_in_and_changes_the_image()
    {
        var before = Result;

        _lab.FindAll("[aria-pressed]").Single(button => button.TextContent == "Blur").Click();

        _lab.WaitForAssertion(() => Assert.All(_lab.FindAll("input"), weight => Assert.Equal("1", weight.GetAttribute("value"))));
        Assert.Equal(["Blur"], _lab.FindAll("[aria-pressed=true]").Select(button => button.TextContent));
        Assert.NotEqual(before, Result);
    }

    [Fact]
    public void A_weight_of_ones_own_is_kept_within_bounds_and_is_none_of_the_known_kernels()
    {
        _lab.FindAll("input")[5].Change("100");

        _lab.WaitForAssertion(() => Assert.Equal($"{Kernel.Limit}", _lab.FindAll("input")[5].GetAttribute("value")));
        Assert.Empty(_lab.FindAll("[aria-pressed=true]"));
    }

    [Fact]
    public void Another_image_goes_through_the_same_kernel()
    {
        var before = Result;

        _lab.Find("[data-action=another]").Click();

        _lab.WaitForAssertion(() => Assert.Equal("Image of a 0", _lab.Find("img").GetAttribute("alt")));
        Assert.NotEqual(before, Result);
    }

    [Fact]
    public void What_is_drawn_on_the_pad_goes_through_the_kernel_until_the_pad_is_cleared()
    {
        var before = Result;
        var pad = Services.GetRequiredService<PadContent>();

        pad.Draw([[new(0.5f, 0.2f), new(0.5f, 0.8f)]]);

        _lab.WaitForAssertion(() => Assert.Equal("Your drawing, as the network sees it", _lab.Find("img").GetAttribute("alt")));
        Assert.NotEqual(before, Result);
        pad.Draw([]);
        _lab.WaitForAssertion(() => Assert.Equal("Image of a 5", _lab.Find("img").GetAttribute("alt")));
        Assert.Equal(before, Result);
    }

    [Fact]
    public void Weights_for_and_against_are_told_apart()
    {
        Assert.Equal(3, _lab.FindAll("span.for").Count);
        Assert.Equal(3, _lab.FindAll("span.against").Count);
    }

    private string? Result => _lab.Find("img.weights").GetAttribute("src");
}
