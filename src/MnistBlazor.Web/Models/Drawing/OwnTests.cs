using MnistBlazor.Lessons.Datasets;
using MnistBlazor.ML.Data;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hosting.Bounds;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Models.Drawing;

/// <summary>The learner's own test set, for all that show or change it on a page. One for a circuit; its renderer alone uses it.</summary>
public sealed class OwnTests(OwnTestSets sets, Learner learner, DrawingLimits limits, Wording words)
{
    private DrawingCollection? _set, _before;

    public DrawingCollection Set => _set ??= sets.Get(learner.Id);

    /// <summary>Whether something was taken out, and can come back.</summary>
    public bool CanUndo => _before is not null;

    /// <summary>Why the last change was not made, in words; null: it was.</summary>
    public string? Problem { get; private set; }

    public event Action? Changed;

    /// <inheritdoc cref="OwnTestSets.Keep"/>
    /// <returns>False: it is not kept, and <see cref="Problem"/> says why.</returns>
    public bool Keep(string className, byte[] pixels) => Change(() => sets.Keep(learner.Id, className, pixels), undoable: false);

    public void Remove(int classIndex, int drawing) => Change(() => sets.Remove(learner.Id, Set, classIndex, drawing));

    public void RemoveAll() => Change(() => sets.Restore(learner.Id, Set, DrawingCollection.Empty));

    public void Undo()
    {
        if (_before is { } before) Change(() => sets.Restore(learner.Id, Set, before), undoable: false);
    }

    private bool Change(Func<DrawingCollection> change, bool undoable = true)
    {
        Problem = null;
        var before = Set;
        if (!learner.HasCookie || !limits.Allows(learner.Visitor))
        {
            Problem = words[learner.HasCookie ? "drawings.too-fast" : "own.no-cookies"];
        }
        else
        {
            try
            {
                _set = change();
                _before = undoable ? before : null;
            }
            catch (DatasetException problem)
            {
                Problem = words.Say(problem);
                (_set, _before) = (sets.Get(learner.Id), null); // it may have been changed on another page
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Problem = words["drawings.failed"];
            }
        }
        Changed?.Invoke();
        return Problem is null;
    }
}
