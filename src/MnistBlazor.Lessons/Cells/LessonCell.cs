using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Cells;

/// <summary>
/// A step of a lesson: what it needs, what can be changed in it, the code that it shows and what it does. Each kind of step is a class,
/// in the folder of its lesson or of the lessons that share it. A cell holds no state: one object serves every learner.
/// </summary>
/// <param name="id">Lower case: "training". It stands in addresses, attributes, and the names of files and words.</param>
public abstract class LessonCell(string id)
{
    public string Id => id;

    /// <summary>Ids of the cells whose results this one uses directly.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>What can be changed in it; such a change makes it stale first.</summary>
    public IReadOnlyList<ParameterDefinition> Parameters { get; init; } = [];

    /// <summary>The pieces of executed source that it shows.</summary>
    public IReadOnlyList<CodeCut> Code { get; init; } = [];

    /// <summary>What it leaves when it has been evaluated: a record derived from <see cref="CellOutput"/>.</summary>
    public abstract Type Output { get; }

    /// <summary>Its result is a run, which can be paused and stepped, and which goes on when the server is started again.</summary>
    public virtual bool HoldsRun => false;

    /// <summary>
    /// Takes well under a second, so that it runs by itself when a learner first opens the lesson, if all that it requires is quick too.
    /// </summary>
    public virtual bool IsQuick => false;

    /// <summary>The options of the run that it starts with these values of all parameters.</summary>
    /// <exception cref="NotSupportedException">It holds no run.</exception>
    public virtual TrainingOptions RunOptions(Lesson lesson, ParameterValues values) =>
        throw new NotSupportedException($"Cell {Id} holds no run.");

    /// <summary>Evaluates it. Called on a pool thread: tensors are computed in <see cref="CellServices.Lane"/>.</summary>
    /// <exception cref="OperationCanceledException">It was stopped and left nothing.</exception>
    public abstract Task<CellResult> EvaluateAsync(CellContext context);

    /// <summary>Whether a parameter decides its result, without what it requires.</summary>
    public bool Uses(ParameterDefinition parameter) => Parameters.Contains(parameter) || parameter.AlsoUsedBy.Contains(Id);
}
