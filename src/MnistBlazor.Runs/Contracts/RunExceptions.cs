namespace MnistBlazor.Runs.Contracts;

/// <summary>There is no such run, or it belongs to someone else: which of the two is not told.</summary>
public sealed class RunNotFoundException(RunId id) : Exception($"There is no run {id} of this learner.");

/// <summary>What was asked for is past a bound, or cannot be done with this run. <see cref="Reason"/> says which and what to do.</summary>
public sealed class RunRefusedException(Message reason) : Exception($"Refused: {reason.Code} ({string.Join(", ", reason.Arguments)})")
{
    public Message Reason { get; } = reason;
}

/// <summary>The store could not be written; the change is not made.</summary>
public sealed class RunNotSavedException(Exception cause) : Exception("The store cannot be written.", cause);

/// <summary>
/// The database that several processes share does not answer at present; asking again later helps. What is shown where it is away and
/// something else can be shown is not told by this: see <c>StoreReads</c>.
/// </summary>
public sealed class StoreAwayException(Exception? cause) : IOException("The store does not answer at present.", cause);
