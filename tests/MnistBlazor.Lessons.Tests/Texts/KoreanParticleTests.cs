using MnistBlazor.Lessons.Texts;

namespace MnistBlazor.Lessons.Tests.Texts;

public class KoreanParticleTests
{
    [Theory]
    [InlineData("학습률", "은", "은")]
    [InlineData("배치 크기", "은", "는")]
    [InlineData("시드", "을", "를")]
    [InlineData("에폭", "이", "이")]
    [InlineData("파일", "과", "과")]
    [InlineData("파일", "으로", "로")]
    [InlineData("켬", "으로", "으로")]
    [InlineData("0", "을", "을")]
    [InlineData("1", "으로", "로")]
    [InlineData("2", "이", "가")]
    [InlineData("0.3", "으로", "으로")]
    [InlineData("1,000", "은", "은")]
    [InlineData("0.05", "을", "를")]
    [InlineData("6", "으로", "으로")]
    [InlineData("8", "으로", "로")]
    [InlineData("β₁", "은", "은")]
    [InlineData("CPU", "을", "를")]
    [InlineData("Adam", "으로", "으로")]
    [InlineData("ReLU", "과", "와")]
    [InlineData("PNG", "은", "는")]
    [InlineData("URL", "으로", "로")]
    [InlineData("set.zip", "을", "를")]
    [InlineData("He (Kaiming)", "으로", "으로")]
    [InlineData("“3”", "이", "이")]
    [InlineData("", "을", "를")]
    public void A_particle_follows_what_is_spoken_last(string word, string particle, string expected) =>
        Assert.Equal(expected, KoreanParticle.After(word, particle));

    [Theory]
    [InlineData("{{rate:을}} 씁니다", "0.5를 씁니다")]
    [InlineData("{{size:은}}", "1,000은")]
    [InlineData("$({{size:raw}}, 784)$", "$(1000, 784)$")]
    [InlineData("{{kind}} and {{other}}", "adam and {{other}}")]
    public void A_figure_takes_its_place_with_the_particle_that_fits_it(string text, string expected)
    {
        var figures = new Dictionary<string, string> { ["rate"] = "0.5", ["size"] = "1000", ["kind"] = "adam" };

        Assert.Equal(expected, FilledText.Fill(text, name => figures.GetValueOrDefault(name)));
    }
}
