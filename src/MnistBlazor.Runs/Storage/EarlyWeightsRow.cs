using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;

namespace MnistBlazor.Runs.Storage;

/// <summary>Weights of a first epoch whose file is complete: the row is written after the file.</summary>
public sealed class EarlyWeightsRow
{
    public required RunId RunId { get; init; }

    /// <summary>The last of the steps in the file, which names it.</summary>
    public required int Step { get; init; }

    /// <summary>All of them, with blanks between.</summary>
    public required string Steps { get; set; }

    /// <summary>Size of the file.</summary>
    public required long Bytes { get; set; }

    /// <summary>The epoch of ownership under which the file was written, which is part of its name.</summary>
    public int OwnerEpoch { get; set; } = RunRecording.FirstEpoch;
}
