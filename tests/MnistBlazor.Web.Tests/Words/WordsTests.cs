using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using MnistBlazor.Web.Hosting;

namespace MnistBlazor.Web.Tests.Words;

/// <summary>Every text of the app exists in every language, with the same places for values.</summary>
public sealed partial class WordsTests
{
    public static TheoryData<string> Resources =>
        [.. typeof(Languages).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".resources", StringComparison.Ordinal))
            .Select(name => name[..^".resources".Length])];

    [Theory, MemberData(nameof(Resources))]
    public void Both_languages_have_the_same_keys(string resource)
    {
        var english = Read(resource, CultureInfo.InvariantCulture);
        var korean = Read(resource, CultureInfo.GetCultureInfo("ko"));

        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(), korean.Keys.Order());
    }

    [Theory, MemberData(nameof(Resources))]
    public void Both_languages_have_the_same_places_for_values(string resource)
    {
        var english = Read(resource, CultureInfo.InvariantCulture);
        var korean = Read(resource, CultureInfo.GetCultureInfo("ko"));

        Assert.All(english.Keys.Intersect(korean.Keys), key => Assert.Equal((key, Places(english[key])), (key, Places(korean[key]))));
    }

    [Theory, MemberData(nameof(Resources))]
    public void No_text_is_empty_or_shouts(string resource)
    {
        foreach (var culture in new[] { CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo("ko") })
            Assert.All(Read(resource, culture), text => Assert.False(string.IsNullOrWhiteSpace(text.Value) || text.Value.Contains('!'), text.Key));
    }

    private static Dictionary<string, string> Read(string resource, CultureInfo culture) =>
        new ResourceManager(resource, typeof(Languages).Assembly)
            .GetResourceSet(culture, createIfNotExists: true, tryParents: false)?
            .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!)
        ?? throw new InvalidOperationException($"{resource} is missing for '{culture}'.");

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(match => match.Groups[1].Value).Distinct().Order());

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Place();
}
