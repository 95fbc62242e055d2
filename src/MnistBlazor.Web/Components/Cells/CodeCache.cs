using MnistBlazor.Notebook.Cells;
using MnistBlazor.Notebook.Lessons;

namespace MnistBlazor.Web.Components.Cells;

/// <summary>A lesson's code with the current values in it, made once for each set of values: a page renders far more often than these change.</summary>
public sealed class CodeCache
{
    private readonly Dictionary<CellKind, string> _texts = [];
    private (Lesson?, ParameterValues?) _madeFor;

    /// <summary>The pieces of executed source that a cell shows, a blank line between two; empty if it shows none.</summary>
    public string CSharp(Lesson lesson, CellKind kind, ParameterValues values)
    {
        if (_madeFor != (lesson, values))
        {
            _texts.Clear();
            _madeFor = (lesson, values);
        }
        if (!_texts.TryGetValue(kind, out var text))
        {
            text = SourceCode.CSharp(lesson, kind, values);
            _texts.Add(kind, text);
        }
        return text;
    }
}
