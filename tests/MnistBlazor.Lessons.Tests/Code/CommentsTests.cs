using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Tests.Code;

/// <summary>The comments of all pieces and PyTorch texts: above their line, within the column, in the reader's language.</summary>
public class CommentsTests
{
    public static TheoryData<string> Lessons => [.. LessonCatalog.All.Select(lesson => lesson.Id)];

    private static IEnumerable<string> Sources =>
        LessonCatalog.All.SelectMany(lesson => lesson.Cells.SelectMany(cell => cell.Code.Select(SourceCode.Cut))
            .Concat(lesson.Cells.Select(cell => lesson.File($"pytorch/{cell.Id}.py") ?? ""))
            .Concat((lesson.Parameter("fault") as ChoiceParameter)?.Choices
                .Select(fault => lesson.File($"pytorch/fault-{fault}.py") ?? "") ?? [])
            .Append(lesson.File("pytorch/weights.py") ?? ""));

    [Fact]
    public void Every_comment_has_its_translation_and_no_translation_is_left_over()
    {
        var comments = Sources.SelectMany(Comments.Of).ToHashSet();
        Assert.Contains("How wrong that is, on average.", comments);
        Assert.Contains("One epoch: all training images in a new random order.", comments);

        Assert.Equal(comments.Order(), Comments.Read("ko").Keys.Order());
    }

    [Fact]
    public void No_comment_stands_behind_code() =>
        Assert.All(
            Sources.SelectMany(source => source.Split('\n')).Where(line => line.TrimStart() is not ['/' or '#', ..]),
            line => Assert.DoesNotMatch(@"\S {2,}(//|#) ", line));

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_translated_piece_is_the_same_code(string id)
    {
        var lesson = LessonCatalog.Find(id)!;
        foreach (var cell in lesson.Cells)
        {
            Assert.Equal(Code(lesson.CSharp(cell.Id, lesson.Defaults)), Code(lesson.CSharp(cell.Id, lesson.Defaults, "ko")));
            Assert.Equal(
                Code(lesson.PyTorch(cell.Id, lesson.Defaults) ?? ""), Code(lesson.PyTorch(cell.Id, lesson.Defaults, language: "ko") ?? ""));
            Assert.DoesNotContain("options.", lesson.CSharp(cell.Id, lesson.Defaults, "ko"));
        }
        Assert.Contains("가중치", string.Concat(lesson.Cells.Select(cell => lesson.CSharp(cell.Id, lesson.Defaults, "ko"))));

        static IEnumerable<string> Code(string text) =>
            text.Split('\n').Where(line => line.TrimStart() is not (['/', '/', ..] or ['#', ..] or ['"', '"', '"', ..]));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void No_line_is_wider_than_the_column_whatever_is_set(string id)
    {
        var lesson = LessonCatalog.Find(id)!;
        foreach (var values in Settings(lesson))
            foreach (var cell in lesson.Cells)
                foreach (var language in new[] { "en", "ko" })
                    Assert.All(
                        $"{lesson.CSharp(cell.Id, values, language)}\n{lesson.PyTorch(cell.Id, values, language: language)}".Split('\n'),
                        line => Assert.True(Columns(line) <= SourceCode.MaxWidth, $"{Columns(line)}: {line}"));
    }

    /// <summary>The defaults; each choice; the longest texts that numbers have; as many layers as there can be.</summary>
    private static IEnumerable<ParameterValues> Settings(Lesson lesson)
    {
        var longest = lesson.Parameters.Aggregate(lesson.Defaults, (values, parameter) => parameter switch
        {
            NumberParameter number => values.With(number.Id, LongestOf(number)),
            LayersParameter => values.With(
                parameter.Id, string.Join(',', Enumerable.Repeat("1024-sigmoid-0.85", LayersParameter.MaxLayers))),
            _ => values,
        });
        yield return lesson.Defaults;
        yield return longest;
        foreach (var parameter in lesson.Parameters)
        {
            foreach (var value in ChoicesOf(parameter))
            {
                yield return lesson.Defaults.With(parameter.Id, value);
                yield return longest.With(parameter.Id, value);
            }
        }
    }

    private static string[] ChoicesOf(ParameterDefinition parameter) => parameter switch
    {
        ChoiceParameter choice => choice.Choices,
        SwitchParameter => ["true", "false"],
        _ => [],
    };

    private static string LongestOf(NumberParameter number)
    {
        string[] texts = [NumberParameter.Format(number.Minimum), NumberParameter.Format(number.Maximum), number.Integer ? "" : "0.00015"];
        return texts.Where(text => number.Check(text) is null).MaxBy(text => text.Length)!;
    }

    // A syllable is as wide as two letters.
    private static int Columns(string line) => line.Sum(character => character >= '\u1100' ? 2 : 1);
}
