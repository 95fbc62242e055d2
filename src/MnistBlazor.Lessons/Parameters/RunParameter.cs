using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Parameters;

/// <summary>
/// One of the learner's runs by its id, or their newest. Which there are depends on the learner: any id is a value, and the cell says when
/// it is no run of theirs.
/// </summary>
public sealed record RunParameter(string Id, string Default) : ParameterDefinition(Id, Default)
{
    /// <summary>Stands for the newest run that has weights.</summary>
    public const string Newest = "newest";

    protected override Message Malformed => new("parameter.run");

    protected override (string? Canonical, Message? Problem) Read(string text) =>
        text == Newest || RunId.TryParse(text, out _) ? (text, null) : (null, Malformed);
}
