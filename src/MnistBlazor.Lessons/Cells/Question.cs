using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Cells;

/// <summary>
/// What accuracy will a run with other settings reach? The choices are ranges, from the lowest up; a run with these settings decides.
/// </summary>
/// <param name="Id">Its words are the lesson's: "guess.ID" and, for each choice from 1, "guess.ID.1".</param>
/// <param name="Cell">Before whose button it is asked.</param>
/// <param name="Settings">What the question changes of the defaults.</param>
/// <param name="Bounds">Accuracies, rising: from each on, the next choice is right.</param>
public sealed record Question(string Id, string Cell, IReadOnlyDictionary<string, string> Settings, IReadOnlyList<double> Bounds)
{
    // The answer is the same whatever these are.
    private static readonly string[] Indifferent = ["seed", "device"];

    public int Choices => Bounds.Count + 1;

    /// <summary>The right choice, from 1.</summary>
    public int Answer(double accuracy) => 1 + Bounds.Count(bound => accuracy >= bound);

    /// <summary>The lesson as the question has it.</summary>
    public ParameterValues Values(Lesson lesson) =>
        Settings.Aggregate(lesson.Defaults, (values, setting) => values.With(setting.Key, setting.Value));

    /// <summary>Whether <paramref name="values"/> are those that the question speaks of.</summary>
    public bool IsAbout(Lesson lesson, ParameterValues values)
    {
        var asked = Values(lesson);
        return lesson.Parameters.Where(parameter => parameter.IsShown(asked) && !Indifferent.Contains(parameter.Id))
            .All(parameter => values.Text(parameter.Id) == asked.Text(parameter.Id));
    }
}
