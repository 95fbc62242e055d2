using Bunit;
using MnistBlazor.Lessons;
using MnistBlazor.Web.Components.Notebook;

namespace MnistBlazor.Web.Tests.Components.Notebook;

public sealed class LessonEndTests : ComponentTest
{
    [Fact]
    public void A_lesson_ends_with_what_was_learned_and_the_way_to_the_next()
    {
        var end = Render<LessonEnd>(parameters => parameters.Add(end => end.Lesson, LessonCatalog.Find("softmax")!));

        Assert.Equal(3, end.FindAll("li").Count);
        Assert.Equal("lessons/mlp", end.Find("[data-next-lesson]").GetAttribute("href"));
        Assert.Contains("A deeper network and Adam", end.Find("[data-next-lesson]").TextContent);
    }

    [Fact]
    public void The_last_lesson_leads_to_what_was_trained()
    {
        var end = Render<LessonEnd>(parameters => parameters.Add(end => end.Lesson, LessonCatalog.All[^1]));

        Assert.Empty(end.FindAll("[data-next-lesson]"));
        Assert.Equal("runs", end.Find("a").GetAttribute("href"));
    }

    [Fact]
    public void The_networks_stand_side_by_side_and_the_smaller_beats_the_larger()
    {
        var end = Render<LessonEnd>(parameters => parameters.Add(end => end.Lesson, LessonCatalog.Find("mlp")!));

        Assert.Equal(["7,850", "269,322", "8,890"], end.FindAll("tbody tr").Select(row => row.QuerySelector("td")!.TextContent));
        Assert.Equal("269,322", end.Find("tr.this td").TextContent);
        Assert.Contains("8,890 beat 269,322", end.Markup);
    }
}
