using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Web.Components.Supervision;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Models.Outputs;
using MnistBlazor.Web.Models.Runs;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Words;

/// <summary>Keys that are put together at run time, so that nothing in the source shows one that is missing.</summary>
public sealed partial class ComposedKeysTests
{
    private static readonly Wording Words = new();

    [Fact]
    public void Every_parameter_explains_itself_and_every_choice_has_a_name()
    {
        foreach (var parameter in LessonCatalog.All.SelectMany(lesson => lesson.Parameters).DistinctBy(parameter => parameter.Id))
        {
            AssertSaid($"parameter.{parameter.Id}");
            AssertSaid($"parameter.{parameter.Id}.help");
            if (parameter is not ChoiceParameter choice) continue;
            foreach (var value in choice.Choices)
                Assert.True(
                    IsSaid($"parameter.{parameter.Id}.{value}") || IsSaid($"value.{value}") || IsPlain(value),
                    $"{parameter.Id}: {value}");
        }
    }

    [Fact]
    public void Every_lesson_recipe_and_cell_has_its_words()
    {
        foreach (var lesson in LessonCatalog.All)
        {
            foreach (var suffix in new[] { "", ".reaches", ".words" }) AssertSaid($"lesson.{lesson.Id}{suffix}");
            for (var i = 1; i <= 3; i++) AssertSaid($"learned.{lesson.Id}.{i}");
            foreach (var question in lesson.Questions)
            {
                AssertSaid($"guess.{question.Id}");
                for (var i = 1; i <= question.Choices; i++) AssertSaid($"guess.{question.Id}.{i}");
            }
            foreach (var recipe in lesson.Recipes) AssertSaid($"recipe.{recipe.Id}");
        }
        foreach (var kind in LessonCatalog.All.SelectMany(lesson => lesson.Cells).Select(cell => cell.Id).Distinct())
            foreach (var prefix in new[] { "cell", "action.run", "action.rerun", "awaiting" }) AssertSaid($"{prefix}.{kind}");
        foreach (var face in Enum.GetValues<CellFace>()) AssertSaid("status." + face.Key());
        foreach (var status in Enum.GetNames<RunStatus>()) AssertSaid("panel.run." + status.ToLowerInvariant());
        foreach (var (name, _) in Kernel.Known) AssertSaid("kernel." + name);
    }

    [Fact]
    public void Every_state_of_a_run_and_every_choice_of_the_filter_has_a_name()
    {
        foreach (var status in Enum.GetValues<RunStatus>()) AssertSaid("run." + status.Key());
        foreach (var state in Enum.GetNames<RunStateChoice>()) AssertSaid("filter.state." + state.ToLowerInvariant());
        foreach (var days in new[] { 1, 7, 30 }) AssertSaid("filter.when." + days);
    }

    [Fact]
    public void Every_bound_and_every_act_of_the_teacher_has_its_words()
    {
        foreach (var bound in RunBound.All) AssertSaid("bound." + bound.Name);
        foreach (var act in Enum.GetNames<RunAct>()) AssertSaid("teacher.said." + act.ToLowerInvariant());
        foreach (var page in new[] { "title", "words", "wrong", "go" }) AssertSaid($"enter.{page}.teacher");
    }

    [Fact]
    public void Every_column_and_every_figure_has_a_name()
    {
        foreach (var column in new[] { "run", "status", "progress", "loss", "accuracy", "time", "started" }) AssertSaid("runs." + column);
        foreach (var figure in new[] { "mean-loss", "held-out", "test" }) AssertSaid("compare." + figure);
    }

    [Fact]
    public void Whatever_a_notebook_or_a_run_says_has_words()
    {
        var codes = Sources("MnistBlazor.Runs").Concat(Sources("MnistBlazor.Lessons"))
            .SelectMany(source => MessageCode().Matches(source))
            .Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Contains("parameter.range", codes);
        Assert.Contains("run.diverged", codes);

        Assert.All(codes, code => AssertSaid("message." + code));
        foreach (var stage in new[] { "looking", "downloading", "checking", "reading", "uploading" }) AssertSaid("message.data." + stage);
    }

    [Fact]
    public void Whatever_is_wrong_with_a_data_set_has_words()
    {
        var codes = Sources("MnistBlazor.ML/Data", "DatasetError.cs").Concat(Sources("MnistBlazor.Lessons/Datasets", "UploadError.cs"))
            .Concat(Sources("MnistBlazor.Lessons/Datasets", "DrawingError.cs"))
            .SelectMany(source => DatasetCode().Matches(source))
            .Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Contains("idx-truncated", codes);
        Assert.Contains("upload-too-large", codes);

        Assert.All(codes, code => AssertSaid("message.dataset." + code));
    }

    private static void AssertSaid(string key) => Assert.True(IsSaid(key), $"There are no words for '{key}'.");

    private static bool IsSaid(string key) => Words.Find(key) is not null;

    /// <summary>A device's id, or numbers such as the channels 8-16-32: the same in every language.</summary>
    private static bool IsPlain(string value) =>
        value.StartsWith("cuda", StringComparison.Ordinal) || value.All(c => char.IsAsciiDigit(c) || c == '-');

    private static IEnumerable<string> Sources(string folder, string pattern = "*.cs", [CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.GetFullPath(Path.Combine(here, "../../../../src", folder)), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .Select(File.ReadAllText);

    [GeneratedRegex("""new(?: Message)?\("((?:address|cell|evaluation|parameter|run|session|training)\.[a-z.-]+)"[,)]""")]
    private static partial Regex MessageCode();

    [GeneratedRegex("""new\("([a-z]+(?:-[a-z]+)*)", \w+""")]
    private static partial Regex DatasetCode();
}
