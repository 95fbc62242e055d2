using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using MnistBlazor.Lessons;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Words;

/// <summary>What holds for every Korean text: the words of all rooms, the prose of all lessons and the comments of their code.</summary>
public sealed partial class KoreanTests
{
    /// <summary>Each with the word that takes its place.</summary>
    public static TheoryData<string, string> NotOurWords => new()
    {
        { "레슨", "수업" }, { "화소", "픽셀" }, { "뉴런", "유닛" }, { "홀드아웃", "검증" }, { "관람", "보기 전용" }, { "집에 가져가기", "내 컴퓨터로" },
        { "멈춤", "중지" }, { "일시 정지", "일시정지" }, { "원 사이클", "원사이클" }, { "원-사이클", "원사이클" }, { "에폭 중", "에폭 1/5" },
        { "최적화 기법", "최적화 방법" },
    };

    [Theory, MemberData(nameof(NotOurWords))]
    public void There_is_one_word_for_one_thing(string other, string ours) =>
        Assert.All(Texts(), text => Assert.False(text.Value.Contains(other), $"{text.Key}: {other}, rather than {ours}"));

    [Fact]
    public void A_lesson_goes_by_the_word_and_its_number() => Assert.All(Texts(), text => Assert.DoesNotMatch(ShortLesson(), text.Value));

    [Fact]
    public void Every_sentence_ends_in_one_register() =>
        Assert.All(Texts(), text => Assert.DoesNotMatch(InformalEnding(), text.Value));

    [Fact]
    public void A_particle_is_never_left_to_the_reader() =>
        Assert.All(Texts(), text => Assert.DoesNotMatch(BothParticles(), text.Value));

    [Fact]
    public void A_particle_stands_at_its_word() =>
        Assert.All(Texts(), text => Assert.DoesNotMatch(LoneParticle(), text.Value));

    [Fact]
    public void A_per_cent_sign_stands_at_its_number() => Assert.All(Texts(), text => Assert.DoesNotMatch(@"[\d}] %", text.Value));

    [Theory]
    [InlineData("다시 볼 수 있어요.", true)]
    [InlineData("저장했어요", true)]
    [InlineData("살펴보세요.", false)]
    [InlineData("왜 안 쓸까요?", false)]
    [InlineData("다시 실행 필요", false)]
    public void What_is_looked_for_would_be_found(string text, bool informal) => Assert.Equal(informal, InformalEnding().IsMatch(text));

    [Fact]
    public void A_value_in_a_sentence_takes_the_particle_that_fits_it()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ko");
        var words = new Wording();

        Assert.Equal("3을 5로 읽음: 7", words["confusion.cell", 3, 5, 7]);
        Assert.Equal("2를 6으로 읽음: 7", words["confusion.cell", "2", "6", 7]);
        Assert.Equal("숫자를 지웠습니다.", words["own.deleted", "숫자"]);
    }

    private static Dictionary<string, string> Texts()
    {
        var korean = CultureInfo.GetCultureInfo("ko");
        var words = Wording.Rooms
            .SelectMany(room => room.GetResourceSet(korean, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>())
            .ToDictionary(word => (string)word.Key, word => (string)word.Value!);
        foreach (var lesson in LessonCatalog.All)
        {
            words.Add($"{lesson.Id}: introduction", lesson.Introduction("ko")!);
            foreach (var cell in lesson.Cells)
            {
                words.Add($"{lesson.Id}: {cell.Id}", lesson.File($"{cell.Id}.ko.md")!);
                words.Add($"{lesson.Id}: {cell.Id}, code", Hangul().Replace(lesson.CSharp(cell.Id, lesson.Defaults, "ko"), ""));
            }
        }
        Assert.True(words.Count > 400);
        return words;
    }

    // "3과 5" are two numbers, and no lesson.
    [GeneratedRegex(@"(?<!수업 |[\d.])[123]과(?! \d)")]
    private static partial Regex ShortLesson();

    // 세요 and 까요 go with 합니다 as well; 필요 is a word.
    [GeneratedRegex(@"(?<![세까필중])요(?=[.:,?)’”\n]|$)")]
    private static partial Regex InformalEnding();

    [GeneratedRegex(@"\((?:은|는|이|가|을|를|과|와|으|이라)\)(?:은|는|이|가|을|를|과|와|로|라)?|[은이을]/[는가를]")]
    private static partial Regex BothParticles();

    [GeneratedRegex(@"[)}*`$”] (?:은|는|이|가|을|를|로|으로|와|과|의|에|도|이고|이며|입니다|이라고|라고)(?=[ .,]|$)")]
    private static partial Regex LoneParticle();

    [GeneratedRegex(@"^[^\p{IsHangulSyllables}]*$\n?", RegexOptions.Multiline)]
    private static partial Regex Hangul();
}
