using System.Text.Json;
using MnistBlazor.Lessons.Cells;

namespace MnistBlazor.Lessons.Tests.Digits;

/// <summary>A run's options say what its lesson was set to.</summary>
public sealed class OptionValuesTests
{
    public static TheoryData<string, string> Settings => new()
    {
        { "softmax", "" },
        { "softmax", "learning-rate=0.5&epochs=3&seed=7&batch-size=64&dataset=fashion-mnist" },
        { "softmax", "fault=labels-shuffled" },
        { "mlp", "fault=dropout-in-test" },
        { "mlp", "fault=hunt" },
        { "mlp", "" },
        { "mlp", "layers=128-tanh-0.2,64-gelu-0&initialization=he&optimizer=momentum&momentum=0.8&nesterov=true&weight-decay=0.001" },
        { "mlp", "layers=&optimizer=rmsprop&alpha=0.9" },
        { "mlp", "sigmoid=true&optimizer=adamw&beta1=0.8&beta2=0.99" },
        { "cnn", "" },
        { "cnn", "rotation=0&shift=0&zoom=0&channels=32-64&batch-norm=false&hidden-units=64&dropout=0.25&schedule=constant&hold-out=0" },
    };

    [Theory, MemberData(nameof(Settings))]
    public void Values_read_from_options_make_the_same_options(string lessonId, string address)
    {
        var lesson = LessonCatalog.FindDigits(lessonId)!;
        var options = lesson.Options(ParameterAddress.Read(lesson, address).Values ?? lesson.Defaults);

        var values = lesson.ValuesOf(options);

        Assert.Equal(JsonSerializer.Serialize(options), JsonSerializer.Serialize(lesson.Options(values)));
        Assert.All(lesson.Parameters, parameter => Assert.Null(parameter.Check(values.Text(parameter.Id))));
    }

    [Fact]
    public void What_a_learner_set_reads_as_they_set_it()
    {
        var lesson = LessonCatalog.FindDigits("mlp")!;
        var set = lesson.Defaults
            .With("optimizer", "momentum").With("momentum", "0.95").With("learning-rate", "0.00001").With("layers", "512-relu-0.1");

        Assert.Equal(set, lesson.ValuesOf(lesson.Options(set)));
    }
}
