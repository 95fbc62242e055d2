using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Models.Outputs;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Words;

/// <summary>
/// Keys that are put together at run time, so that no compiler sees one that is missing. (That both languages have the same keys is
/// another test's.)
/// </summary>
public sealed partial class LessonWordsTests
{
    private static readonly ResourceManager Words = new(typeof(LessonWords).FullName!, typeof(LessonWords).Assembly);

    [Fact]
    public void Every_parameter_explains_itself_and_every_choice_has_a_name()
    {
        foreach (var parameter in LessonCatalog.All.SelectMany(lesson => lesson.Parameters).DistinctBy(parameter => parameter.Id))
        {
            AssertSaid($"parameter.{parameter.Id}");
            AssertSaid($"parameter.{parameter.Id}.help");
            if (parameter is not ChoiceParameter choice) continue;
            foreach (var value in choice.Choices)
                Assert.True(IsSaid($"parameter.{parameter.Id}.{value}") || IsSaid($"value.{value}") || IsPlain(value), $"{parameter.Id}: {value}");
        }
    }

    [Fact]
    public void Every_lesson_recipe_and_cell_has_its_words()
    {
        foreach (var lesson in LessonCatalog.All)
        {
            AssertSaid($"lesson.{lesson.Id}");
            foreach (var recipe in lesson.Recipes) AssertSaid($"recipe.{recipe.Id}");
        }
        foreach (var kind in LessonCatalog.All.SelectMany(lesson => lesson.Cells).Select(cell => cell.Id).Distinct())
            foreach (var prefix in new[] { "cell", "action.run", "action.rerun", "awaiting" }) AssertSaid($"{prefix}.{kind}");
        foreach (var face in Enum.GetValues<CellFace>()) AssertSaid("status." + face.Key());
        foreach (var status in Enum.GetNames<RunStatus>()) AssertSaid("panel.run." + status.ToLowerInvariant());
        foreach (var (name, _) in Kernel.Known) AssertSaid("kernel." + name);
    }

    [Fact]
    public void Whatever_a_notebook_or_a_run_says_has_words()
    {
        var codes = Sources("MnistBlazor.Runs").Concat(Sources("MnistBlazor.Lessons")).SelectMany(source => MessageCode().Matches(source)).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Contains("parameter.range", codes);
        Assert.Contains("run.diverged", codes);

        Assert.All(codes, code => AssertSaid("message." + code));
        foreach (var stage in new[] { "looking", "downloading", "checking", "reading", "uploading" }) AssertSaid("message.data." + stage);
    }

    [Fact]
    public void Whatever_is_wrong_with_a_data_set_has_words()
    {
        var codes = Sources("MnistBlazor.ML/Data", "DatasetError.cs").Concat(Sources("MnistBlazor.Lessons/Datasets", "UploadError.cs")).SelectMany(source => DatasetCode().Matches(source)).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Contains("idx-truncated", codes);
        Assert.Contains("upload-too-large", codes);

        Assert.All(codes, code => AssertSaid("message.dataset." + code));
    }

    private static void AssertSaid(string key) => Assert.True(IsSaid(key), $"LessonWords has no '{key}'.");

    private static bool IsSaid(string key) => Words.GetString(key) is not null;

    /// <summary>A device's id, or numbers such as the channels 8-16-32: the same in every language.</summary>
    private static bool IsPlain(string value) => value.StartsWith("cuda", StringComparison.Ordinal) || value.All(c => char.IsAsciiDigit(c) || c == '-');

    private static IEnumerable<string> Sources(string folder, string pattern = "*.cs", [CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.GetFullPath(Path.Combine(here, "../../../../src", folder)), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .Select(File.ReadAllText);

    [GeneratedRegex("""new(?: Message)?\("((?:address|cell|evaluation|parameter|run|session|training)\.[a-z.-]+)"[,)]""")]
    private static partial Regex MessageCode();

    [GeneratedRegex("""new\("([a-z]+(?:-[a-z]+)*)", \w+""")]
    private static partial Regex DatasetCode();
}
