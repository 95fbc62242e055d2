using System.Text.Json;
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

    [Fact]
    public void The_full_recipe_of_lesson_3_is_the_measured_one()
    {
        var lesson = LessonCatalog.FindDigits("cnn")!;

        AssertSame(Recipes.ConvolutionalFull, lesson.Options(lesson.Recipes.Single(recipe => recipe.Id == "full").Values(lesson)));
    }

    // Seeds differ: three of them are measured.
    private static void AssertSame(TrainingOptions expected, TrainingOptions actual) =>
        Assert.Equal(JsonSerializer.Serialize(expected with { Seed = 1 }), JsonSerializer.Serialize(actual with { Seed = 1 }));
}
