using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Cells;

/// <summary>Settings that go together and are taken over at once; what a recipe does not name goes to its default.</summary>
/// <param name="Id">Its words are Web's, under "recipe." + Id.</param>
public sealed record Recipe(string Id, IReadOnlyDictionary<string, string> Settings)
{
    public ParameterValues Values(Lesson lesson) =>
        Settings.Aggregate(lesson.Defaults, (values, setting) => values.With(setting.Key, setting.Value));
}
