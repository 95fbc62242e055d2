using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Cnn;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Exports;
using MnistBlazor.Lessons.Parameters;
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
        Assert.Equal((3, false), (model.KernelSize, model.Strided));
        Assert.Equal((LearningRateSchedule.OneCycle, 5000), (options.Schedule, options.ValidationCount));
    }

    [Fact]
    public void Without_rotation_shift_and_zoom_images_are_shown_as_they_are() =>
        Assert.Null(Lesson.Options(Plain).Augmentation);

    [Fact]
    public void Kernels_strides_and_the_shift_of_a_batch_follow_the_parameters()
    {
        var options = Lesson.Options(Plain.With("batch-shift", "2").With("kernel-size", "5").With("shrinking", "stride"));

        var model = Assert.IsType<ConvolutionalNetworkSpec>(options.Model);
        Assert.Equal((5, true), (model.KernelSize, model.Strided));
        Assert.Equal(new Augmentation { BatchShift = 2 }, options.Augmentation);
    }

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

    [Fact]
    public void The_code_shows_how_pictures_get_smaller_and_the_prose_how_large_a_kernel_is()
    {
        var (pooled, strided) = (Lesson.Defaults, Lesson.Recipes.Single(recipe => recipe.Id == Recipe.Quick).Values(Lesson));

        foreach (var code in (string[])[Lesson.CSharp(ModelCell.Name, pooled), Lesson.PyTorch(ModelCell.Name, pooled)!])
        {
            Assert.Contains("MaxPool2d(2)", code);
            Assert.Contains("Look for patterns, 3 x 3 pixels each.", code);
            Assert.DoesNotContain("two pixels at a time", code);
        }
        foreach (var code in (string[])[Lesson.CSharp(ModelCell.Name, strided), Lesson.PyTorch(ModelCell.Name, strided)!])
        {
            Assert.DoesNotContain("MaxPool2d", code);
            Assert.Contains("Look for patterns, 5 x 5 pixels each.", code);
            Assert.Contains("two pixels at a time", code);
        }
        Assert.Contains("kernel_size: 5,\n        stride: 2, padding: 2);", Lesson.CSharp(ModelCell.Name, strided));
        Assert.Contains("multiplies the 25 pixels", Lesson.Prose(ModelCell.Name, "en", strided));
        Assert.Contains("5×5 창", Lesson.Prose(ModelCell.Name, "ko", strided));
    }

    [Fact]
    public void The_code_shows_of_augmentation_what_is_set_and_no_more()
    {
        foreach (var (values, batch, each) in new[]
        {
            (Plain, false, false), (Plain.With("batch-shift", "2"), true, false), (Plain.With("zoom", "0.2"), false, true),
            (Lesson.Defaults.With("batch-shift", "1"), true, true),
        })
        {
            foreach (var code in (string[])
            [
                Lesson.CSharp(BatchesCell.Name, values), Lesson.PyTorch(BatchesCell.Name, values)!, LessonProgram.Create(Lesson, values),
            ])
            {
                Assert.Equal(batch, code.Contains("One shift for all images"));
                Assert.Equal(each, code.Contains("For every image an angle"));
            }
            Assert.DoesNotContain("\n\n\n", Lesson.CSharp(BatchesCell.Name, values));
            Assert.Equal(Lesson.CSharp(BatchesCell.Name, values).Trim(), Lesson.CSharp(BatchesCell.Name, values));
        }
    }

    private static ParameterValues Plain => Lesson.Defaults.With("rotation", "0").With("shift", "0").With("zoom", "0");
}
