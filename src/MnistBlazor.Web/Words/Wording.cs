using System.Collections;
using System.Globalization;
using System.Resources;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Texts;

namespace MnistBlazor.Web.Words;

/// <summary>
/// The app's words, in the language of whoever is served at the moment of asking (<see cref="CultureInfo.CurrentUICulture"/>). They lie
/// in rooms, a .resx and a .ko.resx each, by where one would look for them, a lesson's beside its class; a key stands in one room only, so
/// that who asks need not know which. Thread-safe.
/// </summary>
public sealed class Wording
{
    /// <summary>
    /// The resources beside this file (the app around the lessons, a lesson's page, what can be set, what goes wrong, runs, the teacher's
    /// page), then the lessons'.
    /// </summary>
    internal static readonly IReadOnlyList<ResourceManager> Rooms =
    [
        .. new[] { "Shell", "Lessons", "Parameters", "Messages", "Runs", "Teacher" }
            .Select(room => new ResourceManager($"{typeof(Wording).Namespace}.{room}", typeof(Wording).Assembly)),
        .. LessonCatalog.All.SelectMany(lesson => lesson.Types).Distinct()
            .Where(type => type.Assembly.GetManifestResourceInfo($"{type.FullName}.resources") is not null)
            .Select(type => new ResourceManager(type)),
    ];

    private static readonly ReadersFormats Formats = new();

    private readonly Dictionary<string, ResourceManager> _roomOf = [];

    public Wording()
    {
        foreach (var room in Rooms)
        {
            foreach (DictionaryEntry word in room.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!)
                _roomOf.Add((string)word.Key, room);
        }
    }

    /// <returns>The key itself where there are no such words.</returns>
    public string this[string key] => Find(key) ?? key;

    /// <param name="values">
    /// For the places {0}, {1}, … of the text, written as the reader writes them. A Korean text asks for the particle that fits a value
    /// by its form after a consonant: {0:을} is 3을, and CPU를.
    /// </param>
    public string this[string key, params object[] values] => string.Format(Formats, this[key], values);

    /// <summary>Words that there may not be: null.</summary>
    public string? Find(string key) => _roomOf.GetValueOrDefault(key)?.GetString(key, CultureInfo.CurrentUICulture);

    /// <summary>The reader's way to write numbers, and Korean particles.</summary>
    private sealed class ReadersFormats : IFormatProvider, ICustomFormatter
    {
        public object? GetFormat(Type? type) => type == typeof(ICustomFormatter) ? this : CultureInfo.CurrentCulture.GetFormat(type);

        public string Format(string? format, object? value, IFormatProvider? provider)
        {
            if (!KoreanParticle.IsKnown(format)) return Written(format, value);
            var word = Written(null, value);
            return word + KoreanParticle.After(word, format!);
        }

        private static string Written(string? format, object? value) =>
            value is IFormattable number ? number.ToString(format, CultureInfo.CurrentCulture) : value?.ToString() ?? "";
    }
}
