using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>Keeps notebooks in the store, one row of JSON for each learner and lesson.</summary>
internal sealed partial class SessionStore(StoredSessions stored, ILogger<SessionStore> logger)
{
    // A diverged network's figures may be no numbers.
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The notebook as it was last saved; null if it never was, or cannot be read.</summary>
    public NotebookState? Load(LearnerId learner, Lesson lesson)
    {
        try
        {
            return stored.Find(learner, lesson.Id) is { } json ? Deserialize(json, lesson) : null;
        }
        catch (Exception exception)
        {
            LogNotLoaded(exception, learner, lesson.Id);
            return null;
        }
    }

    /// <returns>Ends when it is stored, or with what prevented that.</returns>
    public Task SaveAsync(LearnerId learner, NotebookState state) => stored.SaveAsync(learner, state.Lesson, () => Serialize(state));

    /// <summary>Removes the notebooks that were left alone the longest, so that at most <paramref name="count"/> remain.</summary>
    public Task TrimAsync(int count) => stored.TrimAsync(count);

    public static string Serialize(NotebookState state) =>
        // How far a cell is means nothing to whoever reads this later.
        JsonSerializer.Serialize(state with { Cells = [.. state.Cells.Select(cell => cell with { Progress = null })] }, Json);

    /// <summary>Reads a notebook back, fitted to the lesson as this version of the app has it.</summary>
    /// <exception cref="JsonException">The text is no notebook.</exception>
    public static NotebookState Deserialize(string json, Lesson lesson)
    {
        var state = JsonSerializer.Deserialize<NotebookState>(json, Json) ?? throw new JsonException("No notebook.");
        var sameCells = state.Cells.Select(cell => cell.Kind).SequenceEqual(lesson.Cells.Select(cell => cell.Kind));
        return state with
        {
            Lesson = lesson.Id,
            Parameters = Fit(state.Parameters, lesson),
            UndoHistory = [.. state.UndoHistory.Select(values => Fit(values, lesson))],
            Cells = sameCells ? state.Cells : NotebookState.New(lesson).Cells,
        };
    }

    // Parameters come and go with versions, and devices with machines.
    private static ParameterValues Fit(ParameterValues values, Lesson lesson)
    {
        var fitted = lesson.Defaults;
        foreach (var parameter in lesson.Parameters.Where(parameter => values.Has(parameter.Id)))
        {
            if (parameter.TryRead(values.Text(parameter.Id), out var value, out _))
                fitted = fitted.With(parameter.Id, value);
        }
        return fitted;
    }

    [LoggerMessage(LogLevel.Error, "The notebook of learner {Learner} and lesson {Lesson} could not be read; it starts anew.")]
    private partial void LogNotLoaded(Exception exception, LearnerId learner, string lesson);
}
