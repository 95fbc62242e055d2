using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Web.Components.Drawing;
using MnistBlazor.Web.Components.Pages;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hosting.Bounds;
using MnistBlazor.Web.Models.Drawing;

namespace MnistBlazor.Web.Tests.Components.Pages;

/// <summary>A learner draws a data set: classes, and drawings that are kept one after the other.</summary>
public sealed class DrawingsTests : ComponentTest
{
    private static readonly float[][] Line = [[0.2f, 0.5f, 0.8f, 0.5f]];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mnistblazor-web-tests-");

    public DrawingsTests()
    {
        Services.AddLessons(new LessonsOptions { DataDirectory = _folder.FullName });
        Services.AddScoped<PadContent>();
        Services.AddSingleton<DrawingLimits>();
        AddLearner();
    }

    private DrawingCollection Kept =>
        Services.GetRequiredService<DrawingCollections>().Get(Services.GetRequiredService<Learner>().Id);

    [Fact]
    public async Task What_is_finished_on_the_pad_is_kept_in_the_chosen_class()
    {
        var page = WithClasses("ring", "line");
        page.Find("[data-class='1']").Click();

        Assert.True(await FinishAsync(page, Line));

        Assert.Equal([0, 1], Kept.Classes.Select(one => one.Drawings.Count));
        Assert.Contains(Kept.Classes[1].Drawings[0], ink => ink > 200);
        Assert.StartsWith("data:image/png", page.Find("[data-drawing='0'] img").GetAttribute("src"));
        Assert.Equal("line: drawing 1 is kept.", page.Find("[data-drawings-said]").TextContent);
    }

    [Fact]
    public async Task Without_a_class_or_without_ink_nothing_is_kept()
    {
        var page = WithClasses("line");

        Assert.False(await FinishAsync(page, []));
        await Assert.ThrowsAsync<ArgumentException>(() => FinishAsync(page, [[0.5f, 2f]]));

        Assert.Equal(0, Kept.Count);
        page.Find("[data-action=remove-class]").Click();
        Assert.Empty(page.FindAll("canvas[data-pad]"));
    }

    [Fact]
    public async Task A_drawing_is_taken_out_by_click_or_key_and_comes_back()
    {
        var page = WithClasses("line");
        for (var i = 0; i < 3; i++) await FinishAsync(page, [[0.2f, 0.2f, 0.3f + 0.2f * i, 0.8f]]);
        var drawn = Kept.Classes[0].Drawings;

        page.Find("[data-drawing='1']").Click();
        Assert.Equal([drawn[0], drawn[2]], Kept.Classes[0].Drawings);
        page.Find("[data-action=take-back]").Click();
        Assert.Equal(drawn, Kept.Classes[0].Drawings);

        page.Find("[data-drawing='0']").KeyDown("Delete");
        Assert.Equal([drawn[1], drawn[2]], Kept.Classes[0].Drawings);
    }

    [Fact]
    public async Task A_class_is_renamed_and_removed_with_its_drawings_and_comes_back()
    {
        var page = WithClasses("ring", "line");
        await FinishAsync(page, Line);

        page.Find("[data-field=rename]").Change("stroke");
        Assert.Equal(["ring", "stroke"], Kept.Classes.Select(one => one.Name));
        page.Find("[data-action=remove-class]").Click();
        Assert.Equal(["ring"], Kept.Classes.Select(one => one.Name));
        page.Find("[data-action=take-back]").Click();
        Assert.Single(Kept.Classes[1].Drawings);
    }

    [Fact]
    public void A_name_that_is_taken_is_refused_and_the_field_has_the_old_one()
    {
        var page = WithClasses("ring", "line");

        page.Find("[data-field=rename]").Change("ring");

        Assert.Contains("name of its own", page.Find("[role=alert][data-drawings-problem]").TextContent);
        Assert.Equal("line", page.Find("[data-field=rename]").GetAttribute("value"));
    }

    [Fact]
    public void The_ten_digits_are_one_click()
    {
        var page = Render<Drawings>();

        page.Find("[data-action=add-digits]").Click();

        Assert.Equal("0123456789", string.Concat(Kept.Classes.Select(one => one.Name)));
        Assert.Empty(page.FindAll("[data-action=add-digits]"));
    }

    [Fact]
    public async Task A_data_set_is_made_of_two_classes_of_two_drawings_and_not_before()
    {
        var page = WithClasses("ring", "line");
        Assert.True(page.Find("[data-action=make]").HasAttribute("disabled"));
        for (var i = 0; i < 4; i++)
        {
            page.Find($"[data-class='{i % 2}']").Click();
            await FinishAsync(page, [[0.2f, 0.2f, 0.2f + 0.15f * i, 0.8f]]);
        }
        Assert.False(page.Find("[data-action=make]").HasAttribute("disabled"));

        page.Find("[data-field=dataset-name]").Change("Strokes");
        page.Find("[data-action=make]").Click();
        page.WaitForElement("[data-preview]");
        Assert.Equal(["ring", "line"], page.FindAll("[data-class-name]").Select(name => name.TextContent));
        page.Find("[data-action=accept]").Click();

        var links = page.WaitForElements("[data-lesson-link]", LessonCatalog.All.OfType<DigitsLesson>().Count());
        var own = Assert.Single(Services.GetRequiredService<UploadedDatasets>().List(Services.GetRequiredService<Learner>().Id));
        Assert.Equal("Strokes", own.Name);
        Assert.All(links, link => Assert.Contains($"dataset={own.Id}", link.GetAttribute("href")));
    }

    [Theory]
    [InlineData("softmax", "lessons/softmax#data")]
    [InlineData("https://elsewhere", null)]
    public void The_way_back_leads_to_a_lesson_and_nowhere_else(string from, string? link)
    {
        GoTo("drawings?lesson=" + Uri.EscapeDataString(from));

        var page = Render<Drawings>();

        Assert.Equal(link, page.FindAll("[data-back]").SingleOrDefault()?.GetAttribute("href"));
    }

    private IRenderedComponent<Drawings> WithClasses(params string[] names)
    {
        var page = Render<Drawings>();
        foreach (var name in names)
        {
            page.Find("[data-field=class-name]").Change(name);
            page.Find("[data-action=add-class]").Click();
        }
        return page;
    }

    private static Task<bool> FinishAsync(IRenderedComponent<Drawings> page, float[][] strokes) =>
        page.InvokeAsync(() => page.FindComponent<DrawingPad>().Instance.DrawingFinished(strokes));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_folder.Exists) _folder.Delete(recursive: true);
    }
}
