using MnistBlazor.Lessons;
using MnistBlazor.Web.Models.Notebook;

namespace MnistBlazor.Web.Tests.Models.Notebook;

public sealed class ProseHtmlTests
{
    [Fact]
    public void A_formula_is_left_for_the_browser_to_set() =>
        Assert.Contains("<span class=\"math\">\\(p = 0.1\\)</span>", ProseHtml.Of("A network that knows nothing gives $p = 0.1$."));

    [Fact]
    public void A_Korean_particle_may_follow_a_formula_or_a_term_at_once()
    {
        Assert.Contains("\\(z\\)</span>\u2060를", ProseHtml.Of("합 $z$를 로짓이라고 합니다."));
        Assert.Contains("<strong>가중치(weight)</strong>로", ProseHtml.Of("**가중치(weight)**로 이어져 있습니다."));
    }

    [Fact]
    public void Html_is_shown_and_not_obeyed() =>
        Assert.Contains("&lt;script&gt;", ProseHtml.Of("<script>alert(1)</script>"));

    public static TheoryData<string, string, string> AllProse() =>
        [.. from lesson in LessonCatalog.All
            from cell in lesson.Cells
            from language in new[] { "en", "ko" }
            select (lesson.Id, cell.Id, language)];

    [Theory]
    [MemberData(nameof(AllProse))]
    public void No_sign_of_markup_is_left_in_what_a_lesson_says(string lesson, string cell, string language)
    {
        var found = LessonCatalog.Find(lesson)!;
        var html = ProseHtml.Of(
            found.Prose(cell, language, found.Defaults) ?? throw new InvalidOperationException("There is no prose."));

        Assert.DoesNotContain("$", html);
        Assert.DoesNotContain("**", html);
        Assert.DoesNotContain("`", html);
    }
}
