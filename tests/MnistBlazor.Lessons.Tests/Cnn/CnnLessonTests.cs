using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Cnn;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Tests.Cnn;

public class CnnLessonTests
{
    private static readonly DigitsLesson Lesson = new CnnLesson(["cpu"]);

    [Fact]
    public void Blocks_augmentation_and_hold_out_follow_the_parameters()
    {
        var values = Lesson.Defaults.With("channels", "16-32").With("hidden-units", "64").With("zoom", "0.2");

        var options = Lesson.Options(values);

        var model = Assert.IsType<ConvolutionalNetworkSpec>(options.Model);
        Assert.Equal([16, 32], model.Channels);
        Assert.Equal((64, true), (model.HiddenUnits, model.BatchNorm));
        Assert.Equal(new Augmentation(8, 1, 0.2), options.Augmentation);
        Assert.Equal((LearningRateSchedule.OneCycle, 5000), (options.Schedule, options.ValidationCount));
    }

    [Fact]
    public void Without_rotation_shift_and_zoom_images_are_shown_as_they_are() =>
        Assert.Null(Lesson.Options(Lesson.Defaults.With("rotation", "0").With("shift", "0").With("zoom", "0")).Augmentation);

    [Fact]
    public void A_recipe_sets_what_it_names_to_values_that_the_parameters_accept()
    {
        foreach (var recipe in Lesson.Recipes)
        {
            var values = recipe.Values(Lesson);
            Assert.All(Lesson.Parameters, parameter => Assert.Null(parameter.Check(values.Text(parameter.Id))));
            Assert.All(recipe.Settings, setting => Assert.Equal(setting.Value, values.Text(setting.Key)));
            Assert.Equal(Lesson.Defaults.Ids, values.Ids);
        }
    }

    [Fact]
    public void The_code_shows_the_blocks_and_the_schedule()
    {
        Assert.Contains("in new[] { 8, 16, 32 })", Lesson.CSharp(ModelCell.Name, Lesson.Defaults));
        Assert.Contains("max_lr: 0.01,", Lesson.CSharp(TrainingCell.Name, Lesson.Defaults));
        Assert.DoesNotContain("max_lr", Lesson.CSharp(TrainingCell.Name, Lesson.Defaults.With("schedule", "constant")));
        Assert.Contains("blocks = [8, 16, 32]", Lesson.PyTorch(ModelCell.Name, Lesson.Defaults));
    }
}
