using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Code;

/// <summary>A piece of the ML project's source: what stands between <c>#region cell: Region</c> and its end.</summary>
/// <param name="Path">Within the ML project: "Models/SoftmaxRegression.cs".</param>
public sealed record CodeCut(string Path, string Region)
{
    /// <summary>Shown only while this holds: there is a piece for each optimizer, and one of them runs.</summary>
    public Condition? When { get; init; }

    public bool IsShown(ParameterValues values) => When?.Holds(values) ?? true;
}
