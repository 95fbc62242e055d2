using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Texts;

namespace MnistBlazor.Lessons.Tests;

public class LessonTests
{
    public static TheoryData<string> Lessons => [.. LessonCatalog.All.Select(lesson => lesson.Id)];

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_cell_comes_after_all_that_it_requires(string id)
    {
        var before = new HashSet<string>();
        foreach (var cell in LessonCatalog.Find(id)!.Cells)
        {
            Assert.All(cell.Requires, required => Assert.Contains(required, before));
            Assert.True(before.Add(cell.Id));
        }
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Every_parameter_accepts_its_default_as_it_is_written(string id)
    {
        var lesson = LessonCatalog.Find(id)!;
        Assert.Equal(lesson.Parameters.Count, lesson.Parameters.DistinctBy(parameter => parameter.Id).Count());
        foreach (var cell in lesson.Cells)
        {
            Assert.All(cell.Parameters, parameter =>
            {
                Assert.True(parameter.TryRead(parameter.Default, out var value, out _));
                Assert.Equal(parameter.Default, value);
                Assert.All(parameter.AlsoUsedBy, other => Assert.True(lesson.Cell(other)?.Uses(parameter)));
                if (parameter.When is { } condition) Assert.Contains(cell.Parameters, other => other.Id == condition.ParameterId);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Every_cell_and_the_introduction_have_prose_in_both_languages(string id)
    {
        var lesson = LessonCatalog.Find(id)!;
        foreach (var language in new[] { "en", "ko" })
        {
            Assert.NotNull(lesson.Introduction(language));
            Assert.All(lesson.Cells, cell => Assert.NotNull(lesson.Prose(cell.Id, language, lesson.Defaults)));
        }
        Assert.All(lesson.Cells, cell => Assert.NotEqual(
            lesson.Prose(cell.Id, "en", lesson.Defaults), lesson.Prose(cell.Id, "ko", lesson.Defaults)));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Every_figure_that_prose_names_is_one_of_the_lessons(string id)
    {
        var lesson = LessonCatalog.Find(id)!;
        foreach (var language in new[] { "en", "ko" })
        {
            var texts = lesson.Cells.Select(cell => lesson.File($"{cell.Id}.{language}.md")!).ToList();
            Assert.All(
                texts.SelectMany(FilledText.Names), name => Assert.NotNull(lesson.Figure(name, lesson.Defaults, DatasetFacts.Mnist)));
            Assert.All(lesson.Cells, cell => Assert.DoesNotContain("{{", lesson.Prose(cell.Id, language, lesson.Defaults)!));
            Assert.DoesNotContain("{{", lesson.Introduction(language)!);
        }
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Both_languages_follow_the_same_parameters(string id)
    {
        var lesson = LessonCatalog.Find(id)!;

        Assert.All(lesson.Cells, cell => Assert.Equal(
            FilledText.Names(lesson.File($"{cell.Id}.en.md")!).Distinct().Order(),
            FilledText.Names(lesson.File($"{cell.Id}.ko.md")!).Distinct().Order()));
    }

    [Fact]
    public void Numbers_in_prose_follow_the_parameters()
    {
        var softmax = LessonCatalog.Find("softmax")!;
        var cnn = LessonCatalog.Find("cnn")!;

        var batches = softmax.Prose(BatchesCell.Name, "en", softmax.Defaults.With("batch-size", "250"))!;
        Assert.Contains("**mini-batches** of 250, and correct after every one of them: 240 small corrections", batches);
        Assert.Contains("1,000장씩", softmax.Prose(BatchesCell.Name, "ko", softmax.Defaults)!);
        Assert.Contains("$(1000, 784)$", softmax.Prose(BatchesCell.Name, "ko", softmax.Defaults)!);
        Assert.Contains("3,000 of the 60,000", cnn.Prose(DataCell.Name, "en", cnn.Defaults.With("hold-out", "3000"))!);
        Assert.Contains("instead of 57,000 fixed", cnn.Prose(BatchesCell.Name, "en", cnn.Defaults.With("hold-out", "3000"))!);
        Assert.Contains("zooms it by up to 5%", cnn.Prose(BatchesCell.Name, "en", cnn.Defaults)!);
    }

    [Fact]
    public void Prose_speaks_of_the_data_set_that_is_chosen()
    {
        var softmax = LessonCatalog.Find("softmax")!;
        var shapes = new DatasetFacts("own-1", "my *shapes*.zip", 3, 96, 24);
        var values = softmax.Defaults.With("batch-size", "24");

        var data = softmax.Prose(DataCell.Name, "en", values, shapes)!;
        Assert.Contains("""**my \*shapes\*\.zip** is 120 images of 3 classes""", data);
        Assert.Contains("The other 24 are for testing", data);
        Assert.Contains("4 small corrections", softmax.Prose(BatchesCell.Name, "en", values, shapes)!);
        Assert.Contains("0부터 2까지", softmax.Prose(BatchesCell.Name, "ko", values, shapes)!);
        Assert.Contains("= 2355$", softmax.Prose(ModelCell.Name, "en", values, shapes)!);
        Assert.Contains("""\ln 3 \approx 1.099""", softmax.Prose(LossCell.Name, "ko", values, shapes)!);
        Assert.Contains("**MNIST** is 70,000 digits", softmax.Prose(DataCell.Name, "en", softmax.Defaults)!);
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Of_other_data_sets_nothing_is_said_that_holds_for_MNIST_alone(string id)
    {
        var lesson = LessonCatalog.Find(id)!;
        var shapes = new DatasetFacts("own-1", "shapes", 3, 96, 24);
        string[] mnist = ["MNIST", "digits", "a digit", "숫자들", "숫자를 그", "60,000", "70,000", "10,000", "2.303", "<!--"];

        foreach (var language in new[] { "en", "ko" })
            foreach (var cell in lesson.Cells)
                Assert.All(mnist, word => Assert.DoesNotContain(word, lesson.Prose(cell.Id, language, lesson.Defaults, shapes)));
    }

    [Fact]
    public void The_best_network_learns_fewer_numbers_than_the_largest()
    {
        var counts = LessonCatalog.All.OfType<DigitsLesson>().ToDictionary(lesson => lesson.Id, lesson => lesson.ParameterCount);

        Assert.Equal((7850, 269_322, 8890), (counts["softmax"], counts["mlp"], counts["cnn"]));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void The_learning_rate_comes_before_what_an_optimizer_has_besides(string id)
    {
        var ids = LessonCatalog.Find(id)!.Parameters.Select(parameter => parameter.Id).ToList();

        Assert.All(
            new[] { "momentum", "alpha", "beta1", "beta2", "weight-decay" }.Where(ids.Contains),
            other => Assert.True(ids.IndexOf("learning-rate") < ids.IndexOf(other)));
    }

    [Fact]
    public void An_unknown_lesson_is_not_found()
    {
        Assert.Null(LessonCatalog.Find("softmax "));
        Assert.Null(LessonCatalog.Find(null));
        Assert.Null(LessonCatalog.Find("softmax")!.Prose("../cnn/data", "en", LessonCatalog.All[0].Defaults));
    }
}
