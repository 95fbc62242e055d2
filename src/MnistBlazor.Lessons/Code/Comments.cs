using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MnistBlazor.Lessons.Code;

/// <summary>
/// The comments of shown code in the reader's language: comments.LANGUAGE.json has them by the English ones. Nothing but comments and
/// Python's docstrings changes, so what is read is still what runs.
/// </summary>
internal static partial class Comments
{
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> Tables = [];

    /// <summary>The same code; a comment that has no translation stays English.</summary>
    /// <param name="language">"en" or "ko".</param>
    public static string In(string language, string code)
    {
        var table = Tables.GetOrAdd(language, Read);
        return table.Count == 0 ? code : Comment().Replace(code, comment => comment.Groups["before"].Value
            + table.GetValueOrDefault(comment.Groups["text"].Value, comment.Groups["text"].Value) + comment.Groups["after"].Value);
    }

    /// <summary>The comments of a piece of code, as they are written: with "options.X" in place of a value.</summary>
    public static IEnumerable<string> Of(string code) => Comment().Matches(code).Select(comment => comment.Groups["text"].Value);

    /// <summary>By the English comment; empty where a language has no table.</summary>
    public static IReadOnlyDictionary<string, string> Read(string language) =>
        EmbeddedText.Read(typeof(Comments).Assembly, $"Code/comments.{language}.json") is { } json
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)!
            : new Dictionary<string, string>();

    // A comment stands on a line of its own.
    [GeneratedRegex("""^(?<before>[ ]*(?:(?://|\#)[ ]|\"{3}))(?<text>.+?)(?<after>(?:\"{3})?)$""",
        RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Comment();
}
