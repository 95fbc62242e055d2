using MnistBlazor.Lessons.Code;

namespace MnistBlazor.Lessons.Cells;

/// <summary>A step of a lesson.</summary>
/// <param name="Requires">The cells whose results this one uses directly.</param>
/// <param name="Code">The pieces of executed source that the cell shows.</param>
public sealed record LessonCell(CellKind Kind, CellKind[] Requires, CodeCut[] Code);
