using System.Text.Json;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Tests.Cells;

/// <summary>What a lesson starts with is what was measured.</summary>
public class RecipeTests
{
    public static TheoryData<string, TrainingOptions> Measured => new()
    {
        { "softmax", Recipes.Softmax },
        { "mlp", Recipes.Perceptron },
        { "cnn", Recipes.Convolutional },
    };

    [Theory]
    [MemberData(nameof(Measured))]
    public void A_lesson_starts_with_the_measured_options(string id, TrainingOptions measured)
    {
        var lesson = LessonCatalog.FindDigits(id)!;

        AssertSame(measured, lesson.Options(lesson.Defaults));
    }

    public static TheoryData<string, TrainingOptions> OfLesson3 => new()
    {
        { "quick", Recipes.ConvolutionalQuick },
        { "full", Recipes.ConvolutionalFull },
    };

    [Theory]
    [MemberData(nameof(OfLesson3))]
    public void The_recipes_of_lesson_3_are_the_measured_ones_and_an_address_opens_them(string id, TrainingOptions measured)
    {
        var lesson = LessonCatalog.FindDigits("cnn")!;
        var recipe = lesson.Recipes.Single(recipe => recipe.Id == id);

        AssertSame(measured, lesson.Options(recipe.Values(lesson)));
        Assert.Equal(recipe.Values(lesson), ParameterAddress.Read(lesson, recipe.Query).Values);
    }

    [Fact]
    public void A_run_of_the_quick_recipe_is_told_in_the_lessons_parameters()
    {
        var lesson = LessonCatalog.FindDigits("cnn")!;
        var values = lesson.ValuesOf(Recipes.ConvolutionalQuick with { Seed = 1 });

        Assert.Equal(lesson.Recipes.Single(recipe => recipe.Id == "quick").Values(lesson), values);
    }

    // Seeds differ: three of them are measured.
    private static void AssertSame(TrainingOptions expected, TrainingOptions actual) =>
        Assert.Equal(JsonSerializer.Serialize(expected with { Seed = 1 }), JsonSerializer.Serialize(actual with { Seed = 1 }));
}
