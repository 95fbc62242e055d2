using MnistBlazor.Notebook.Cells;
using MnistBlazor.Notebook.Lessons;

namespace MnistBlazor.Web.Components.Cells;

/// <summary>A lesson's code with the current values in it, made once for each set of values: a page renders far more often than these change.</summary>
public sealed class CodeCache
{
    private readonly Dictionary<CellKind, (string CSharp, string? PyTorch)> _texts = [];
    private (Lesson?, ParameterValues?) _madeFor;

    /// <summary>The C# that the cell runs, empty if it shows none, and the same step in PyTorch, null if there is none.</summary>
    public (string CSharp, string? PyTorch) Of(Lesson lesson, CellKind kind, ParameterValues values)
    {
        if (_madeFor != (lesson, values))
        {
            _texts.Clear();
            _madeFor = (lesson, values);
        }
        if (!_texts.TryGetValue(kind, out var texts))
        {
            texts = (SourceCode.CSharp(lesson, kind, values), SourceCode.PyTorch(lesson, kind, values));
            _texts.Add(kind, texts);
        }
        return texts;
    }
}
