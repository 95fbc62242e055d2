using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>
/// Notebooks as JSON. Outputs are told apart by "type": the name of their record without "Output", in lower case; which records there
/// are, the lesson's cells say.
/// </summary>
internal static class NotebookJson
{
    private const string Suffix = "Output";

    private static readonly ConcurrentDictionary<Lesson, JsonSerializerOptions> Options = new();

    public static string Write(Lesson lesson, NotebookState state) =>
        // How far a cell is means nothing to whoever reads this later.
        JsonSerializer.Serialize(state with { Cells = [.. state.Cells.Select(cell => cell with { Progress = null })] }, OptionsOf(lesson));

    /// <summary>Reads a notebook back, fitted to the lesson as this version of the app has it.</summary>
    /// <exception cref="JsonException">The text is no notebook.</exception>
    public static NotebookState Read(Lesson lesson, string json)
    {
        var state = JsonSerializer.Deserialize<NotebookState>(json, OptionsOf(lesson)) ?? throw new JsonException("No notebook.");
        // Until November 2026 a cell's id was stored as "Training".
        var cells = state.Cells.Select(cell => cell with { Id = cell.Id.ToLowerInvariant() }).ToImmutableArray();
        return state with
        {
            Lesson = lesson.Id,
            Parameters = Fit(state.Parameters, lesson),
            UndoHistory = [.. state.UndoHistory.Select(values => Fit(values, lesson))],
            Cells = Fit(cells, lesson),
        };
    }

    // A cell that came later has not been run; the others keep their results, unless they now need it.
    private static ImmutableArray<CellState> Fit(ImmutableArray<CellState> cells, Lesson lesson)
    {
        var stored = cells.Select(cell => cell.Id).ToHashSet();
        var known = lesson.Cells.Where(cell => stored.Contains(cell.Id)).ToList();
        var areUsable = known.Select(cell => cell.Id).SequenceEqual(cells.Select(cell => cell.Id))
            && known.SelectMany(cell => cell.Requires).All(stored.Contains)
            && cells.All(cell => cell.Output?.GetType() != typeof(CellOutput));
        return areUsable
            ? [.. lesson.Cells.Select(cell => cells.FirstOrDefault(kept => kept.Id == cell.Id) ?? CellState.NeverRun(cell.Id))]
            : NotebookState.New(lesson).Cells;
    }

    // Parameters come and go with versions, and devices with machines.
    private static ParameterValues Fit(ParameterValues values, Lesson lesson)
    {
        var fitted = lesson.Defaults;
        foreach (var parameter in lesson.Parameters.Where(parameter => values.Has(parameter.Id)))
        {
            if (parameter.TryRead(values.Text(parameter.Id), out var value, out _)) fitted = fitted.With(parameter.Id, value);
        }
        foreach (var retired in values.Ids.Where(id => lesson.Parameter(id) is null))
            fitted = lesson.ReadRetired(retired, values.Text(retired), fitted) ?? fitted;
        return fitted;
    }

    private static JsonSerializerOptions OptionsOf(Lesson lesson) => Options.GetOrAdd(lesson, _ => new JsonSerializerOptions
    {
        // A diverged network's figures may be no numbers.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { type => NameOutputs(lesson, type) } },
    });

    private static void NameOutputs(Lesson lesson, JsonTypeInfo type)
    {
        if (type.Type != typeof(CellOutput)) return;
        type.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = "type", IgnoreUnrecognizedTypeDiscriminators = true };
        foreach (var output in lesson.Cells.Select(cell => cell.Output).Distinct())
            type.PolymorphismOptions.DerivedTypes.Add(new(output, output.Name.Replace(Suffix, "").ToLowerInvariant()));
    }
}
