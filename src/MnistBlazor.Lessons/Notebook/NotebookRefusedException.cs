using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>There is no room for another notebook in memory. <see cref="Reason"/> says what to do.</summary>
public sealed class NotebookRefusedException(Message reason) : Exception($"Refused: {reason.Code}")
{
    public Message Reason { get; } = reason;
}
