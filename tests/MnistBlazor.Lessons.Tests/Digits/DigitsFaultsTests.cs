using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Exports;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Tests.Digits;

public sealed class DigitsFaultsTests
{
    private static readonly DigitsLesson Mlp = LessonCatalog.FindDigits("mlp")!;

    public static TheoryData<string> Lessons => ["softmax", "mlp", "cnn"];

    [Theory, MemberData(nameof(Lessons))]
    public void Every_fault_is_to_be_seen_in_the_code_that_is_shown(string id)
    {
        var lesson = LessonCatalog.FindDigits(id)!;
        foreach (var fault in ((ChoiceParameter)lesson.Parameter(DigitsFaults.Id)!).Choices.Where(fault => fault is not ("none" or "hunt")))
        {
            var values = lesson.Defaults.With(DigitsFaults.Id, fault);
            Assert.NotEqual(AllOf(lesson, lesson.Defaults, pytorch: false), AllOf(lesson, values, pytorch: false));
            Assert.NotEqual(AllOf(lesson, lesson.Defaults, pytorch: true), AllOf(lesson, values, pytorch: true));
        }
    }

    [Theory, MemberData(nameof(Lessons))]
    public void A_hunt_shows_and_exports_what_a_run_without_a_fault_does(string id)
    {
        var lesson = LessonCatalog.FindDigits(id)!;
        var values = lesson.Defaults.With(DigitsFaults.Id, DigitsFaults.Hunt);

        Assert.Equal(AllOf(lesson, lesson.Defaults, pytorch: false), AllOf(lesson, values, pytorch: false));
        Assert.Equal(AllOf(lesson, lesson.Defaults, pytorch: true), AllOf(lesson, values, pytorch: true));
        Assert.Equal(LessonProgram.Create(lesson, lesson.Defaults), LessonProgram.Create(lesson, values));
    }

    [Fact]
    public void The_code_without_zero_grad_lacks_that_line_alone()
    {
        var plain = Mlp.CSharp(TrainingCell.Name, Mlp.Defaults);
        var faulty = Mlp.CSharp(TrainingCell.Name, Mlp.Defaults.With(DigitsFaults.Id, "no-zero-grad"));

        Assert.Equal(plain.Replace("// Forget the gradients of the batch before.\noptimizer.zero_grad();\n\n", ""), faulty);
        Assert.Contains("lr: 0.1,", Mlp.CSharp(TrainingCell.Name, Mlp.Defaults.With(DigitsFaults.Id, "large-rate")));
    }

    [Fact]
    public void A_hunt_plants_what_is_drawn_and_keeps_it_secret()
    {
        var options = Mlp.Options(Mlp.Defaults.With(DigitsFaults.Id, DigitsFaults.Hunt));
        var choices = DigitsFaults.Huntable(options);

        var planted = choices.Select((_, i) => DigitsFaults.Planted(options, _ => i)).ToList();

        Assert.Equal(choices, planted.Select(one => one.Fault!.Value));
        Assert.All(planted, one => Assert.Equal(options, one.AsShown()));
        Assert.All(planted, one => Assert.Equal("hunt", Mlp.ValuesOf(one.AsShown()).Text("fault")));
        Assert.Null(DigitsFaults.Planted(Mlp.Options(Mlp.Defaults), _ => 0).Fault);
    }

    [Fact]
    public void Dropout_is_hunted_only_where_there_is_some()
    {
        Assert.DoesNotContain(TrainingFault.DropoutInTest, DigitsFaults.Huntable(Mlp.Options(Mlp.Defaults)));
        Assert.Contains(TrainingFault.DropoutInTest, DigitsFaults.Huntable(Mlp.Options(Mlp.Defaults.With("layers", "64-relu-0.5"))));
    }

    private static string AllOf(DigitsLesson lesson, ParameterValues values, bool pytorch) => string.Join(
        "\n\n", lesson.Cells.Select(cell => pytorch ? lesson.PyTorch(cell.Id, values) : lesson.CSharp(cell.Id, values)));
}
