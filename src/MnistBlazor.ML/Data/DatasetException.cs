namespace MnistBlazor.ML.Data;

/// <summary>A data set could not be found, fetched or read. The message is English; code and arguments are for other languages.</summary>
/// <param name="code">A stable key, such as <c>idx-truncated</c>: one of <see cref="DatasetError"/>.</param>
/// <param name="file">The file concerned, as the user knows it; the data set's id where no file is to blame.</param>
/// <param name="message">What happened, where in the file, what was expected, and what to do.</param>
/// <param name="arguments">The further values that a translation of <paramref name="code"/> needs, after the file.</param>
public sealed class DatasetException(string code, string file, string message, string[] arguments, Exception? cause = null)
    : Exception(message, cause)
{
    public string Code { get; } = code;

    /// <summary>Of a very long name, the end.</summary>
    public string File { get; } = Short(file);

    /// <summary>{0} is the file; the others are listed at each code of <see cref="DatasetError"/>.</summary>
    public IReadOnlyList<string> Arguments { get; } = [Short(file), .. arguments];

    // An archive may call its files anything.
    private static string Short(string name) => name.Length <= 120 ? name : "…" + name[^120..];
}
