using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage;

/// <summary>One learner's notebook of one lesson; <see cref="State"/> is JSON that the sessions know how to read.</summary>
public sealed class SessionRow
{
    public required LearnerId Owner { get; init; }
    public required string Lesson { get; init; }
    public required string State { get; set; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Another one after each saving: see <see cref="SessionVersion"/>.</summary>
    public string Version { get; set; } = "";
}
