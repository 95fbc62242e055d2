using Bunit;
using Microsoft.AspNetCore.Components;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Web.Components.Layout;
using MnistBlazor.Web.Components.Pages;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Components;

public sealed class LayoutTests : ComponentTest
{
    public LayoutTests() => SetRendererInfo(new RendererInfo("Server", isInteractive: true));

    [Fact]
    public void The_language_switch_names_the_language_and_links_the_same_page_in_the_other()
    {
        Speak("ko");
        GoTo("lessons/softmax?seed=7");

        var languages = Render<LanguageSwitch>();

        Assert.Equal("ko", languages.Find("[aria-current=true]").GetAttribute("lang"));
        // Its target: a page of its own, not a rendering in this circuit, which keeps its language.
        languages.Find("a").MarkupMatches(
            """<a lang="en" hreflang="en" target="_top" href="lessons/softmax?seed=7&culture=en">English</a>""");
    }

    [Fact]
    public void The_language_switch_follows_the_reader_to_the_next_page()
    {
        GoTo("lessons");
        var languages = Render<LanguageSwitch>();

        GoTo("runs");

        Assert.Equal("runs?culture=ko", languages.Find("a").GetAttribute("href"));
    }

    [Fact]
    public void The_theme_switch_marks_exactly_one_choice_and_names_all()
    {
        var themes = Render<ThemeSwitch>();

        Assert.Single(themes.FindAll("input[checked]"));
        Assert.Equal(["Light", "As my system has it", "Dark"], themes.FindAll("label").Select(choice => choice.TextContent.Trim()));
    }

    [Fact]
    public void A_theme_that_is_chosen_is_marked_and_handed_to_the_browser()
    {
        var script = JSInterop.SetupModule("./js/theme.js");
        script.Mode = JSRuntimeMode.Loose;
        var themes = Render<ThemeSwitch>();

        themes.Find("label[title=Dark] input").Change(true);

        Assert.Equal("Dark", themes.Find(".chosen").TextContent.Trim());
        Assert.Equal(["dark"], script.VerifyInvoke("choose").Arguments);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ko")]
    public void Every_lesson_is_listed_with_what_it_reaches(string language)
    {
        Speak(language);

        var list = Render<LessonList>();

        Assert.Equal(
            LessonCatalog.All.Select(lesson => $"lessons/{lesson.Id}"),
            list.FindAll("a.entry").Select(link => link.GetAttribute("href")));
        var quick = list.Find("a[data-recipe=quick]").GetAttribute("href")!.Split('?');
        Assert.Equal("lessons/cnn", quick[0]);
        Assert.Equal((5, 1), Quick(quick[1]));
        Assert.DoesNotContain("lesson.", list.Find("ol").TextContent); // a key that no resource has shows as itself
        Assert.Equal(LessonCatalog.All.OfType<DigitsLesson>().Count(), list.FindAll("[role=img]").Count);
    }

    private static (int KernelSize, int BatchShift) Quick(string query)
    {
        var lesson = LessonCatalog.Find("cnn")!;
        var values = ParameterAddress.Read(lesson, query).Values!;
        return (values.Integer("kernel-size"), values.Integer("batch-shift"));
    }

    [Fact]
    public void The_reconnect_notice_has_the_id_that_Blazors_script_looks_for()
    {
        var notices = Render<ConnectionNotices>();

        Assert.Contains("training goes on", notices.Find("#components-reconnect-modal").TextContent);
        Assert.NotNull(notices.Find("#blazor-error-ui"));
    }

    [Fact]
    public void The_header_offers_every_page_under_a_named_landmark()
    {
        GoTo("runs");

        var header = Render<SiteHeader>();

        Assert.All(header.FindAll("nav"), landmark => Assert.NotEqual("", landmark.GetAttribute("aria-label") ?? ""));
        Assert.Equal(["", "lessons", "runs", "about"], header.FindAll("li a").Select(link => link.GetAttribute("href")));
        Assert.Equal("runs", header.Find("a[aria-current=page]").GetAttribute("href"));
    }
}
