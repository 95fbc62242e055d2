using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Runs.Contracts;

/// <summary>
/// Brings runs to those who train them, and commands to the runs. Who may command which run was asked before.
/// <para>
/// An implementation owes: a run that was accepted waits in its device's line until it trains, fairly between learners, and is
/// trained once, whatever else happens. While others wait, it trains for a slice (<c>RunSlice</c>) at a time, between two batches goes
/// back into the line, and goes on from the same step with the same numbers; its log has nothing of that. So a run that waits has its
/// turn after at most a slice of each that is before it, and none waits for ever. Everything that happens to it is in the store, and raised
/// as a signal, in the order in which it happened. Bounds are checked and the run handed out in one step, so that no two calls pass the
/// same bound. Commands to one run take effect in the order in which they were sent, each within a batch, also while the run gives way.
/// <see cref="Queue"/> and <see cref="PlaceOf"/> answer at once with the newest that is known, for pages that draw; when it changes, the
/// runs that wait are signalled. Thread-safe.
/// </para>
/// </summary>
public interface IRunDispatcher
{
    /// <summary>How busy the devices are, as far as known.</summary>
    RunQueueState Queue { get; }

    /// <summary>Where an unfinished run stands, as far as known; null for one that is not handed out here, or has ended.</summary>
    RunPlace? PlaceOf(RunId run);

    /// <summary>What to expect of a run, were it handed out now.</summary>
    /// <param name="images">For training, those held out among them.</param>
    RunForecast Forecast(LearnerId learner, TrainingOptions options, int images, int classes);

    /// <summary>What trains or waits, by device, as far as known.</summary>
    IReadOnlyList<DeviceLine> Lines();

    /// <summary>
    /// The newest weights of a run that trains, also where the store does not have them yet; null where there are none but those that
    /// it has. May take a moment where the run trains elsewhere.
    /// </summary>
    /// <param name="step">The step that they are of.</param>
    TrainedModel? WeightsOf(RunId run, out int step);

    /// <summary>Hands a new run to its device's line.</summary>
    /// <returns>The run as it stands then.</returns>
    /// <exception cref="RunRefusedException">
    /// There is no such device, it would take too long, too many wait, or its owner has too many unfinished.
    /// </exception>
    Task<Run> DispatchAsync(NewRun run, CancellationToken cancellation = default);

    /// <summary>
    /// Sends a run what its owner, or the teacher, wants. A stop ends a run that waits at once; other commands mean nothing to one that has
    /// not begun. A run that has ended or is unknown is left as it is.
    /// </summary>
    /// <returns>Ends when the command is on its way for certain, not when it has taken effect.</returns>
    Task SendAsync(RunId run, RunCommand command, CancellationToken cancellation = default);

    /// <summary>
    /// Gives a run that waits another place in its device's line. It keeps that place, whoever comes later, until it is trained or the line
    /// is made anew by a restart: then all that wait stand as is fair.
    /// </summary>
    /// <returns>False: it does not wait (any more).</returns>
    Task<bool> MoveAsync(RunId run, LineMove move, CancellationToken cancellation = default);
}

/// <summary>Where in the line a run is to go.</summary>
public enum LineMove { Front, Up, Down }

/// <summary>The runs that have not ended on one kind of device.</summary>
/// <param name="Runs">First those that train, then those that wait, in the order of the line, then what its learners hold.</param>
public sealed record DeviceLine(string Device, IReadOnlyList<RunId> Runs);

/// <summary>A run to be handed out.</summary>
/// <param name="Run">Queued, with an id of its own.</param>
/// <param name="Past">What its log begins with, numbered from 1: a fork has its parent's events; else none.</param>
/// <param name="Start">The checkpoint that it begins from; null: from the start.</param>
public sealed record NewRun(Run Run, IReadOnlyList<RunEvent> Past, SavePoint? Start);

/// <summary>Where an unfinished run stands.</summary>
/// <param name="QueuePosition">Place in line, from 1; null unless queued.</param>
/// <param name="EstimatedWait">Time until a queued run has its turn or a running one ends; null for a paused one.</param>
public sealed record RunPlace(int? QueuePosition, TimeSpan? EstimatedWait)
{
    /// <summary>The teacher has given it this place.</summary>
    public bool Moved { get; init; }

    /// <inheritdoc cref="Run.Obstacle"/>
    public Message? Obstacle { get; init; }
}
