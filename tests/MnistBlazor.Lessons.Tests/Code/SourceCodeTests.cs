using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Softmax;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Tests.Code;

public class SourceCodeTests
{
    private static readonly Lesson Softmax = new SoftmaxLesson(["cpu"]);

    public static TheoryData<string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string>();
            foreach (var lesson in LessonCatalog.All.OfType<DigitsLesson>())
            {
                foreach (var cell in lesson.Cells) cells.Add(lesson.Id, cell.Id);
            }
            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_piece_that_a_lesson_names_is_in_the_source(string lesson, string kind)
    {
        var cuts = LessonCatalog.Find(lesson)!.Cell(kind)!.Code;

        Assert.NotEmpty(cuts);
        Assert.All(cuts, cut => Assert.NotEmpty(SourceCode.Cut(cut).Trim()));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_shows_both_languages_with_values_in_place_of_options(string lessonId, string kind)
    {
        var lesson = LessonCatalog.Find(lessonId)!;
        var csharp = lesson.CSharp(kind, lesson.Defaults);
        var pytorch = lesson.PyTorch(kind, lesson.Defaults);

        Assert.NotEmpty(csharp);
        Assert.NotNull(pytorch);
        Assert.DoesNotContain("options.", csharp);
        Assert.DoesNotContain("options.", pytorch);
        Assert.DoesNotContain("#region", csharp);
        Assert.All((csharp + "\n" + pytorch).Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
    }

    [Fact]
    public void The_code_follows_the_parameters()
    {
        var values = Softmax.Defaults.With("batch-size", "64").With("learning-rate", "0.00002").With("epochs", "3");

        Assert.Contains("narrow(0, batch * 64, 64)", Softmax.CSharp(BatchesCell.Name, values));
        Assert.Contains("learningRate: 0.00002", Softmax.CSharp(TrainingCell.Name, values));
        Assert.Contains("epoch <= 3", Softmax.CSharp(TrainingCell.Name, values));
        Assert.Contains("range(len(order) // 64)", Softmax.PyTorch(BatchesCell.Name, values));
        var pytorch = Softmax.PyTorch(TrainingCell.Name, values);
        Assert.Contains("optimizer = torch.optim.SGD(model.parameters(), lr=0.00002, weight_decay=0.0)", pytorch);
        Assert.Contains("torch.device(\"cpu\")", Softmax.CSharp(SetupCell.Name, values));
    }

    [Fact]
    public void A_list_that_would_make_its_line_too_long_is_broken_into_lines()
    {
        var mlp = LessonCatalog.Find("mlp")!;
        var one = mlp.Defaults.With("layers", "64-relu-0");

        Assert.Contains("in new HiddenLayer[] { new(64, Activation.ReLU) })\n", mlp.CSharp(ModelCell.Name, one));
        Assert.Contains(
            "in new HiddenLayer[] {\n    new(256, Activation.ReLU),\n    new(256, Activation.ReLU),\n})\n{",
            mlp.CSharp(ModelCell.Name, mlp.Defaults));
        Assert.Contains("CLASSES = [\n    \"0\",", mlp.PyTorch(DataCell.Name, mlp.Defaults, [.. SourceCode.Digits, new('x', 40)]));
    }

    [Fact]
    public void A_piece_that_is_not_there_is_named()
    {
        var noFile = Assert.Throws<ArgumentException>(() => SourceCode.Cut(new CodeCut("Nowhere.cs", "model")));
        Assert.Contains("Nowhere.cs", noFile.Message);
        var noRegion = Assert.Throws<ArgumentException>(() => SourceCode.Cut(new CodeCut("Models/SoftmaxRegression.cs", "nothing")));
        Assert.Contains("nothing", noRegion.Message);
    }
}
