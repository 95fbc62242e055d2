using System.Globalization;

namespace MnistBlazor.Lessons.Texts;

/// <summary>Which form a Korean particle takes after a word: 은 or 는, 이 or 가, 을 or 를, 과 or 와, 으로 or 로.</summary>
public static class KoreanParticle
{
    private const char FirstSyllable = '가', LastSyllable = '힣';
    private const int Finals = 28;
    private const int FinalRieul = 8;

    /// <summary>By the form after a consonant, which texts name: "{0:을}".</summary>
    private static readonly Dictionary<string, string> AfterVowel = new()
    {
        ["은"] = "는", ["이"] = "가", ["을"] = "를", ["과"] = "와", ["으로"] = "로",
    };

    private enum Ending { Vowel, Rieul, Consonant }

    public static bool IsKnown(string? particle) => particle is not null && AfterVowel.ContainsKey(particle);

    /// <summary>The particle as it is spoken after a word, a number or Latin letters: 을 after "3", 를 after "CPU".</summary>
    /// <param name="particle">Its form after a consonant.</param>
    /// <exception cref="KeyNotFoundException">There is no such particle.</exception>
    public static string After(string word, string particle) => (EndingOf(word), particle) switch
    {
        (Ending.Vowel, _) or (Ending.Rieul, "으로") => AfterVowel[particle],
        _ => particle,
    };

    private static Ending EndingOf(string word)
    {
        // Brackets, quotes and blanks are not spoken.
        var spoken = word.AsSpan().TrimEnd(" )]}\"'”’»…");
        if (spoken.IsEmpty) return Ending.Vowel;
        var last = spoken[^1];
        if (last is >= FirstSyllable and <= LastSyllable)
            return ((last - FirstSyllable) % Finals) switch { 0 => Ending.Vowel, FinalRieul => Ending.Rieul, _ => Ending.Consonant };
        return CharUnicodeInfo.GetDigitValue(last) switch
        {
            1 or 7 or 8 => Ending.Rieul,      // 일, 칠, 팔
            0 or 3 or 6 => Ending.Consonant,  // 영, 십, 백, 천, 만; 삼; 육
            2 or 4 or 5 or 9 => Ending.Vowel, // 이, 사, 오, 구
            _ => OfLetter(spoken),
        };
    }

    // Alone or in a name of capitals a letter is spelled out (엘, 엠, 엔, 알); in a word it sounds.
    private static Ending OfLetter(ReadOnlySpan<char> word) => word[^1] switch
    {
        'L' or 'R' or 'l' => Ending.Rieul,
        'M' or 'N' or 'm' or 'n' => Ending.Consonant,
        'g' when word.EndsWith("ng") => Ending.Consonant,
        _ => Ending.Vowel,
    };
}
