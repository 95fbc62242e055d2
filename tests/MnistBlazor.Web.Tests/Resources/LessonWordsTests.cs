using System.Globalization;
using System.Resources;
using MnistBlazor.Notebook.Lessons;
using MnistBlazor.Web.Resources;

namespace MnistBlazor.Web.Tests.Resources;

/// <summary>Whatever a lesson lets its reader choose has a name and an explanation.</summary>
public sealed class LessonWordsTests
{
    private static readonly ResourceManager Words = new(typeof(LessonWords));

    public static TheoryData<string> Lessons => [.. LessonCatalog.All.Select(lesson => lesson.Id)];

    [Theory, MemberData(nameof(Lessons))]
    public void Every_parameter_is_named_and_explained(string lesson) =>
        Assert.All(LessonCatalog.Find(lesson)!.Parameters, parameter =>
        {
            Assert.NotNull(Find($"parameter.{parameter.Id}"));
            Assert.NotNull(Find($"parameter.{parameter.Id}.help"));
        });

    [Theory, MemberData(nameof(Lessons))]
    public void Every_choice_is_named(string lesson) =>
        Assert.All(LessonCatalog.Find(lesson)!.Parameters.OfType<ChoiceParameter>().Where(choice => choice.Id != "device"), choice =>
            Assert.All(choice.Choices, value => Assert.NotNull(Find($"parameter.{choice.Id}.{value}"))));

    [Theory, MemberData(nameof(Lessons))]
    public void Every_recipe_is_named(string lesson) =>
        Assert.All(LessonCatalog.Find(lesson)!.Recipes, recipe => Assert.NotNull(Find($"recipe.{recipe.Id}")));

    private static string? Find(string key) => Words.GetString(key, CultureInfo.InvariantCulture);
}
