using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs;

/// <summary>
/// What people do with runs: name, note, star, delete and undo. The tasks end when the change is stored, or fail with what
/// prevented that (<see cref="RunNotSavedException"/>). Unknown runs and other learners' are refused alike.
/// </summary>
public sealed class RunArchive
{
    public const int MaxNameLength = 100, MaxNoteLength = 2000;

    private readonly RunService _runs;
    private readonly RunEdits _edits;
    private readonly RunRetention _retention;
    private readonly TimeProvider _time;

    internal RunArchive(RunService runs, RunEdits edits, RunRetention retention, TimeProvider time) =>
        (_runs, _edits, _retention, _time) = (runs, edits, retention, time);

    /// <param name="name">At most <see cref="MaxNameLength"/> characters; null or blank: none.</param>
    /// <exception cref="RunNotFoundException"/>
    public Task Rename(LearnerId learner, RunId id, string? name)
    {
        var text = Clean(name, MaxNameLength);
        return _edits.ChangeAsync(learner, id, run => run with { Name = text });
    }

    /// <param name="note">At most <see cref="MaxNoteLength"/> characters; null or blank: none.</param>
    /// <exception cref="RunNotFoundException"/>
    public Task SetNote(LearnerId learner, RunId id, string? note)
    {
        var text = Clean(note, MaxNoteLength);
        return _edits.ChangeAsync(learner, id, run => run with { Note = text });
    }

    /// <summary>A starred run never leaves by itself.</summary>
    /// <exception cref="RunNotFoundException"/>
    public Task Star(LearnerId learner, RunId id, bool starred) =>
        _edits.ChangeAsync(learner, id, run => run with { Starred = starred });

    /// <summary>Tells which fault a bug hunt has planted in the run, for good. Without effect on any other run.</summary>
    /// <exception cref="RunNotFoundException"/>
    public Task RevealFault(LearnerId learner, RunId id) =>
        _edits.ChangeAsync(learner, id, run => run with { Options = run.Options with { FaultIsSecret = false } });

    /// <summary>Puts the run out of sight; it is stopped if it trains. <see cref="Undelete"/> brings it back for a while.</summary>
    /// <exception cref="RunNotFoundException"/>
    public async Task Delete(LearnerId learner, RunId id)
    {
        await _runs.StopAsync(learner, id);
        var at = _time.GetUtcNow();
        await _edits.ChangeAsync(learner, id, run => run with { DeletedAt = at });
    }

    /// <summary>Brings a deleted run back. Without effect on one that is not deleted or gone for good.</summary>
    public Task Undelete(LearnerId learner, RunId id) => _edits.UndeleteAsync(learner, id);

    public StorageUse StorageOf(LearnerId learner) => _retention.UseOf(learner);

    private static string? Clean(string? text, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var trimmed = text.Trim();
        return trimmed.Length <= maxLength ? trimmed : throw new ArgumentException($"At most {maxLength} characters.", nameof(text));
    }
}
