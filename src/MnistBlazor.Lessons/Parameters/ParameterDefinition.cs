using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Parameters;

/// <summary>
/// One thing that a learner can change. A value is always a text in canonical form, the same in every language: what the
/// address carries, the session stores and the code shows.
/// </summary>
/// <param name="Id">Lower case with hyphens: "batch-size".</param>
/// <param name="Default">In canonical form.</param>
public abstract record ParameterDefinition(string Id, string Default)
{
    /// <summary>No text that is longer can be a value.</summary>
    public const int MaxLength = 200;

    /// <summary>Ids of cells, besides the one that shows it, whose result it decides: they go stale with it.</summary>
    public IReadOnlyList<string> AlsoUsedBy { get; init; } = [];

    /// <summary>
    /// A run that goes on from another's checkpoint may have another value of it.
    /// Not what its weights and the count of its steps belong to.
    /// </summary>
    public bool Forkable { get; init; } = true;

    /// <summary>Shown, and of consequence, only while this holds: momentum has a meaning for some optimizers only.</summary>
    public Condition? When { get; init; }

    /// <summary>Set in what the cell shows, by a control of its own: it has no field among the others.</summary>
    public bool HasOwnControl { get; init; }

    public bool IsShown(ParameterValues values) => When?.Holds(values) ?? true;

    /// <summary>Why <paramref name="text"/> cannot be the value, or null if it can.</summary>
    public Message? Check(string? text) => TryRead(text, out _, out var problem) ? null : problem;

    /// <summary>The canonical form of <paramref name="text"/>, or what is wrong with it.</summary>
    public bool TryRead(string? text, out string value, out Message? problem)
    {
        (var canonical, problem) = text is null || text.Length > MaxLength ? (null, Malformed) : Read(text.Trim());
        value = canonical ?? Default;
        return canonical is not null;
    }

    /// <summary>What is said of a text that has not even the form of a value.</summary>
    protected abstract Message Malformed { get; }

    protected abstract (string? Canonical, Message? Problem) Read(string text);
}
