using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Notebook;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Tests.Hosting;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Components.Notebook;

/// <summary>A lesson's recipes are buttons above its cells.</summary>
public sealed class LessonHeadTests(TrainingApp app) : ComponentTest, IClassFixture<TrainingApp>
{
    private static readonly Lesson Lesson = LessonCatalog.Find("cnn")!;

    [Theory]
    [InlineData("en", "Quick recipe", "5 × 5", "Stride 2")]
    [InlineData("ko", "빠른 설정", "5 × 5", "스트라이드 2")]
    public void The_quick_recipe_sets_all_that_it_is_made_of_and_its_choices_have_names(
        string language, string name, string kernel, string shrinking)
    {
        Speak(language);
        var ada = new LearnerId("quick-" + language);
        var session = app.Services.GetRequiredService<SessionRegistry>().Open(ada, Lesson.Id);
        var head = Render<LessonHead>(parameters => parameters
            .AddCascadingValue(new LessonContext(Lesson, session, ada))
            .Add(head => head.State, session.State));

        var button = head.Find("[data-recipe=quick]");
        Assert.StartsWith(name, button.TextContent.Trim());
        button.Click();

        head.WaitForAssertion(() => Assert.Equal(
            Lesson.Recipes.Single(recipe => recipe.Id == Recipe.Quick).Values(Lesson), session.State.Parameters));
        var words = Services.GetRequiredService<Wording>();
        Assert.Equal(kernel, Said("kernel-size"));
        Assert.Equal(shrinking, Said("shrinking"));

        string Said(string parameter) => words.ParameterValue(parameter, session.State.Parameters.Text(parameter));
    }
}
