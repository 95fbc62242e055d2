using MnistBlazor.ML.Data;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Cells;

/// <summary>Everything that cells say to people. The words are Web's, one resource per code and language.</summary>
internal static class CellMessages
{
    /// <summary>The server was restarted while the cell ran; running it again does no harm.</summary>
    public static readonly Message Lost = new("cell.lost");

    /// <summary>The run whose weights the cell needs was deleted: train again.</summary>
    public static readonly Message RunGone = new("cell.run-gone");

    /// <summary>The notebook cannot be saved at present.</summary>
    public static readonly Message NotSaved = new("session.not-saved");

    /// <summary>The server keeps as many notebooks as it may, and this one is not among them.</summary>
    public static readonly Message NotKept = new("session.not-kept");

    /// <summary>As many notebooks are in use as the server may hold; this one cannot be opened now.</summary>
    public static readonly Message TooManyOpen = new("session.too-many-open");

    /// <summary>{0} the chosen device, which this machine does not have.</summary>
    public static Message UnknownDevice(string device) => new("cell.unknown-device", device);

    /// <summary>Words for an exception.</summary>
    public static Message Of(Exception exception) => exception switch
    {
        RunRefusedException refused => refused.Reason,
        RunNotFoundException => RunGone,
        DatasetException dataset => new Message("dataset." + dataset.Code, [.. dataset.Arguments]),
        _ when IsOutOfMemory(exception) => new Message("cell.out-of-memory"),
        // {0} what the library said, in English.
        _ => new Message("cell.error", Message.FirstLine(exception)),
    };

    // Torch has no exception of its own for this.
    private static bool IsOutOfMemory(Exception exception) =>
        exception is OutOfMemoryException
        || exception.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || exception.Message.Contains("allocate memory", StringComparison.OrdinalIgnoreCase)
        || exception.Message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase);
}
