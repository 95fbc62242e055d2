using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Models.Notebook;

/// <summary>
/// What a screen reader is told as a notebook works: the end of a cell, and what answers a control, such as a pause or another place in
/// line. How far training has come, the run's board says by itself (wwwroot/js/announcer.js).
/// </summary>
public sealed class Announcer
{
    private Dictionary<string, CellFace>? _last;
    private (RunStatus? Status, int? Place, int Step) _stood;

    /// <returns>Null: nothing new is worth saying.</returns>
    public string? Next(NotebookState state, Run? run, Wording words)
    {
        var faces = state.Cells.ToDictionary(cell => cell.Id, cell => CellFaces.Of(cell));
        var stood = _stood;
        _stood = (run?.Status, run?.QueuePosition, run is { Status: RunStatus.Paused } ? run.Step : 0);
        var before = _last;
        _last = faces;
        if (before is null) return null; // what the page came with is read as a page

        var ended = state.Cells.LastOrDefault(cell => before.GetValueOrDefault(cell.Id) is CellFace.Running or CellFace.Paused
            && faces[cell.Id] is CellFace.Done or CellFace.Stopped or CellFace.Aborted or CellFace.Failed);
        if (ended is not null)
        {
            var name = words["cell." + ended.Id];
            return ended.Failure is { } failure
                ? words[faces[ended.Id] == CellFace.Failed ? "announce.failed" : "announce.ended", name, words.Say(failure)]
                : words["announce.ended", name, words["status." + faces[ended.Id].Key()]];
        }

        // Another place in line, a pause, each step of a paused run; and that it goes on.
        if (run is { Status: RunStatus.Paused } or { Status: RunStatus.Queued, QueuePosition: > 1, GivesWay: false } && stood != _stood)
            return words.Progress(run);
        return run is { Status: RunStatus.Running } && stood.Status == RunStatus.Paused
            ? words["announce.ended", words["cell.training"], words["status.running"]]
            : null;
    }
}
