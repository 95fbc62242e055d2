using MnistBlazor.Notebook.Lessons;
using MnistBlazor.Web.Components.Layout;
using MnistBlazor.Web.Components.Pages;

namespace MnistBlazor.Web.Tests.Components;

public sealed class LayoutTests
{
    [Fact]
    public async Task The_language_switch_names_the_language_and_links_the_same_page_in_the_other()
    {
        var html = await Rendering.HtmlAsync<LanguageSwitch>("ko", "lessons/softmax?seed=7");

        Assert.Contains("<span lang=\"ko\" aria-current=\"true\"", html);
        Assert.Contains("href=\"lessons/softmax?seed=7&amp;culture=en\"", html);
        // A page of its own, not a rendering in this circuit, which keeps its language.
        Assert.Contains("target=\"_top\"", html);
    }

    [Fact]
    public async Task The_theme_switch_marks_exactly_one_choice_and_names_all()
    {
        var html = await Rendering.HtmlAsync<ThemeSwitch>();

        Assert.Single(System.Text.RegularExpressions.Regex.Matches(html, " checked"));
        foreach (var name in new[] { "Light", "Dark", "As my system has it" }) Assert.Contains($">{name}</span>", html);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ko")]
    public async Task Every_lesson_is_listed_with_what_it_reaches(string language)
    {
        var html = await Rendering.HtmlAsync<LessonList>(language);

        foreach (var lesson in LessonCatalog.All)
        {
            Assert.Contains($"href=\"lessons/{lesson.Id}\"", html);
            Assert.DoesNotContain($"lesson.{lesson.Id}", html); // a key that no resource has shows as itself
        }
        Assert.Equal(LessonCatalog.All.Count, System.Text.RegularExpressions.Regex.Matches(html, "role=\"img\"").Count);
    }

    [Fact]
    public async Task The_reconnect_notice_has_the_id_that_Blazors_script_looks_for()
    {
        var html = await Rendering.HtmlAsync<ConnectionNotices>();

        Assert.Contains("id=\"components-reconnect-modal\"", html);
        Assert.Contains("id=\"blazor-error-ui\"", html);
        Assert.Contains("training goes on", html);
    }

    [Fact]
    public async Task The_header_offers_every_page_under_a_named_landmark()
    {
        var html = await Rendering.HtmlAsync<SiteHeader>("en", "runs");

        Assert.Matches("<nav aria-label=\"[^\"]+\"", html);
        Assert.Matches("<a href=\"runs\"[^>]*aria-current=\"page\"", html);
    }
}
