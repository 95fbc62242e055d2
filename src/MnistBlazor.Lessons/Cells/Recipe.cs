using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Cells;

/// <summary>Settings that go together and are taken over at once; what a recipe does not name goes to its default.</summary>
/// <param name="Id">Its words are Web's, under "recipe." + Id.</param>
public sealed record Recipe(string Id, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>The id of a recipe that trains in a moment: the first page leads to it.</summary>
    public const string Quick = "quick";

    /// <summary>The query of an address that opens the lesson as it sets it.</summary>
    public string Query => string.Join('&', Settings.Select(setting => $"{setting.Key}={Uri.EscapeDataString(setting.Value)}"));

    public ParameterValues Values(Lesson lesson) =>
        Settings.Aggregate(lesson.Defaults, (values, setting) => values.With(setting.Key, setting.Value));
}
