namespace MnistBlazor.Notebook.Lessons;

/// <summary>Parameters as the query of a page's address, so that a link reopens a lesson as set.</summary>
public static class ParameterAddress
{
    /// <summary>No query that is longer is read.</summary>
    public const int MaxLength = 4000;

    /// <summary>"device=cpu&amp;batch-size=1000…": every parameter of the lesson, in its order, without the question mark.</summary>
    public static string Write(Lesson lesson, ParameterValues values) => string.Join('&', lesson.Parameters.Select(parameter =>
        $"{parameter.Id}={Uri.EscapeDataString(values.Text(parameter.Id)).Replace("%2C", ",")}"));
}
