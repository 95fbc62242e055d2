using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage;

/// <summary>A checkpoint whose file is complete: the row is written after the file.</summary>
public sealed class CheckpointRow
{
    public required RunId RunId { get; init; }
    public required int Step { get; init; }
    public required int Epoch { get; init; }

    /// <summary>Size of the checkpoint's file.</summary>
    public required long Bytes { get; init; }
    public required DateTimeOffset At { get; init; }
}
