namespace MnistBlazor.ML.Data;

/// <summary>A data set could not be found, fetched or read. The message is English; the code and its arguments are for other languages.</summary>
/// <param name="code">A stable key, such as <c>idx-truncated</c>.</param>
/// <param name="file">The file concerned, as the user knows it.</param>
/// <param name="message">What happened, where in the file, and what was expected.</param>
/// <param name="arguments">The values that a translation of <paramref name="code"/> needs: the file first.</param>
public sealed class DatasetException(string code, string file, string message, params string[] arguments) : Exception(message)
{
    public string Code { get; } = code;

    public string File { get; } = file;

    public IReadOnlyList<string> Arguments { get; } = [file, .. arguments];
}
