namespace MnistBlazor.Notebook.Lessons;

/// <summary>The source that runs, as a lesson shows it.</summary>
public static class SourceCode
{
    public static string Cut(CodeCut cut, ParameterValues values) => throw new NotImplementedException($"{cut} {values}");
}
