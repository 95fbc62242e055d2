using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;

namespace MnistBlazor.Runs.Storage;

/// <summary>A checkpoint whose file is complete: the row is written after the file.</summary>
public sealed class CheckpointRow
{
    public required RunId RunId { get; init; }
    public required int Step { get; init; }
    public required int Epoch { get; init; }

    /// <summary>Size of the checkpoint's file.</summary>
    public required long Bytes { get; set; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The epoch of ownership under which the file was written, which is part of its name.</summary>
    public int OwnerEpoch { get; set; } = RunRecording.FirstEpoch;
}
