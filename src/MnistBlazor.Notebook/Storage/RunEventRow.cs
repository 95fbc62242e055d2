namespace MnistBlazor.Notebook.Storage;

/// <summary>An event of a run; <see cref="Body"/> is the event as JSON.</summary>
public sealed class RunEventRow
{
    public required string RunId { get; init; }
    public required int Number { get; init; }
    public required string Body { get; init; }
}
