using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage;

/// <summary>An event of a run; <see cref="Body"/> is the event as JSON.</summary>
public sealed class RunEventRow
{
    /// <summary>How the body of every <see cref="EpochTrained"/> begins: the discriminator is written first.</summary>
    internal const string EpochStart = """{"type":"epoch",""";

    public required RunId RunId { get; init; }
    public required int Number { get; init; }
    public required string Body { get; init; }

    internal RunEvent ToEvent() => StoredJson.Read<RunEvent>(Body);
}
