using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Maps.Tables;

/// <summary>
/// A file or a formula for a map is refused. The words are <c>message.CODE</c> of the lesson's resources; what went wrong, where, and
/// what was expected are its arguments.
/// </summary>
public sealed class MapFileException(Message reason, Exception? cause = null) : Exception(reason.ToString(), cause)
{
    public Message Reason { get; } = reason;
}
