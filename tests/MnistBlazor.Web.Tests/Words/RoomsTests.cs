using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MnistBlazor.Lessons;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Words;

/// <summary>Every text of the app exists in every language, with the same places for values, and in one room.</summary>
public sealed partial class RoomsTests
{
    public static TheoryData<string> Resources =>
        [.. Assemblies.SelectMany(assembly => assembly.GetManifestResourceNames())
            .Where(name => name.EndsWith(".resources", StringComparison.Ordinal))
            .Select(name => name[..^".resources".Length])];

    /// <summary>The app's and the lessons'.</summary>
    private static Assembly[] Assemblies => [typeof(Languages).Assembly, typeof(LessonCatalog).Assembly];

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
            Assert.All(
                Read(resource, culture),
                text => Assert.False(string.IsNullOrWhiteSpace(text.Value) || text.Value.Contains('!'), text.Key));
    }

    [Fact]
    public void A_key_stands_in_one_room_so_that_nobody_needs_to_know_which()
    {
        var rooms = Resources.SelectMany(row => Read(row.Data, CultureInfo.InvariantCulture).Keys).GroupBy(key => key);

        Assert.Equal(Wording.Rooms.Count, Resources.Count);
        Assert.All(rooms, key => Assert.True(key.Count() == 1, $"'{key.Key}' stands in {key.Count()} rooms."));
    }

    [Fact]
    public void Every_key_that_the_source_names_has_words()
    {
        var words = new Wording();
        var keys = Sources()
            .SelectMany(source => Asked().Matches(source))
            .SelectMany(asked => Key().Matches(asked.Value))
            .Select(key => key.Groups[1].Value).ToHashSet();
        Assert.Contains("compare.same", keys);

        Assert.All(keys, key => Assert.True(words.Find(key) is not null, $"There are no words for '{key}'."));
    }

    [Fact]
    public void Two_readers_are_answered_each_in_the_language_of_the_moment()
    {
        var words = new Wording();

        Assert.Equal("Epoch", In("en", () => words["figure.epoch"]));
        Assert.Equal("에폭", In("ko", () => words["figure.epoch"]));
        Assert.Equal("1,5초", In("ko", () => words["duration.seconds", 1.5], numbers: "de"));
        Assert.Equal("Epoch", In("fr", () => words["figure.epoch"]));
    }

    private static string In(string language, Func<string> ask, string? numbers = null)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(numbers ?? language);
        return ask();
    }

    private static IEnumerable<string> Sources([CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.GetFullPath(Path.Combine(here, "../../../../src/MnistBlazor.Web")), "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .Select(File.ReadAllText);

    private static Dictionary<string, string> Read(string resource, CultureInfo culture) =>
        new ResourceManager(resource, Assemblies.Single(assembly => assembly.GetManifestResourceInfo(resource + ".resources") is not null))
            .GetResourceSet(culture, createIfNotExists: true, tryParents: false)?
            .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!)
        ?? throw new InvalidOperationException($"{resource} is missing for '{culture}'.");

    private static string Places(string text) =>
        string.Join(' ', Place().Matches(text).Select(match => match.Groups[1].Value).Distinct().Order());

    // Up to the first comma: what follows are values. What is put together ends in a dot and is another test's.
    [GeneratedRegex(@"\b[wW]ords\[[^\],]+")]
    private static partial Regex Asked();

    [GeneratedRegex(@"""([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*)""")]
    private static partial Regex Key();

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Place();
}
