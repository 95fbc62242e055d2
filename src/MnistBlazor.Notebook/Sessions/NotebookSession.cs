using MnistBlazor.Notebook.Cells;
using MnistBlazor.Notebook.Lessons;
using MnistBlazor.Notebook.Runs;

namespace MnistBlazor.Notebook.Sessions;

public sealed class NotebookSession
{
    public Lesson Lesson => throw new NotImplementedException();

    /// <summary>The notebook now: an immutable snapshot.</summary>
    public NotebookState State => throw new NotImplementedException();

    /// <summary>Why the notebook cannot be saved at present, or null. What is shown would be lost with the server's process.</summary>
    public Message? NotSaved => throw new NotImplementedException();

    /// <summary>
    /// Calls <paramref name="changed"/> after every change, without data, from any thread and never under a lock, until the
    /// returned object is disposed. It should return at once: what it does next waits for it.
    /// </summary>
    public IDisposable Subscribe(Action changed) => throw new NotImplementedException();

    /// <summary>Sets a parameter, or says why it cannot be set and changes nothing.</summary>
    public Message? SetParameter(string id, string? text) => throw new NotImplementedException();

    /// <summary>Sets all parameters at once, as one change to undo: what <see cref="ParameterAddress"/> read from a link.</summary>
    public void SetParameters(ParameterValues values) => throw new NotImplementedException();

    /// <summary>Runs a cell again, and before it whatever it requires that is not up to date.</summary>
    public void Run(CellKind cell) => throw new NotImplementedException();

    /// <summary>Runs every cell that is not up to date.</summary>
    public void RunAll() => throw new NotImplementedException();

    /// <summary>Runs every cell that is not up to date, from the first to this one.</summary>
    public void RunTo(CellKind cell) => throw new NotImplementedException();

    /// <summary>Ends what is running and forgets what is queued. Training keeps its weights.</summary>
    public void Stop() => throw new NotImplementedException();

    public void Pause() => throw new NotImplementedException();

    public void Resume() => throw new NotImplementedException();

    public void StepBatch() => throw new NotImplementedException();

    public void StepEpoch() => throw new NotImplementedException();

    /// <summary>Ends what is running and forgets all results; the parameters stay.</summary>
    public void Restart() => throw new NotImplementedException();

    /// <summary>Sets every parameter to its default; results stay and go stale.</summary>
    public void Reset() => throw new NotImplementedException();

    /// <summary>Takes back the last change of parameters; false if there is none.</summary>
    public bool Undo() => throw new NotImplementedException();
}
