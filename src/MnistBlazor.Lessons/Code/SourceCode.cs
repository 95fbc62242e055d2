using System.Text.RegularExpressions;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Code;

/// <summary>
/// The code that a cell shows. The C# is cut from the ML project's source as it was compiled, so what is shown is what runs; the
/// PyTorch stands in files. In both languages
/// <c>options.X</c> gives way to the value that X has.
/// </summary>
public static partial class SourceCode
{
    /// <summary>MNIST's classes.</summary>
    public static readonly IReadOnlyList<string> Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    private const int CommentGap = 3;

    /// <summary>
    /// Pieces of executed source with the values of <paramref name="options"/>, a blank line between two; empty if there are none.
    /// </summary>
    public static string CSharp(IEnumerable<CodeCut> cuts, IReadOnlyList<object> options) =>
        string.Join("\n\n", cuts.Select(cut => FillIn(Cut(cut), options, Digits)));

    /// <summary>C# with the values of <paramref name="options"/> in place of their names.</summary>
    internal static string FillIn(string code, IReadOnlyList<object> options, IReadOnlyList<string> classNames) =>
        FillIn(code, name => name == "ClassNames" ? OptionText.List("new[] {{ {0} }}", classNames) : OptionText.CSharp(options, name));

    /// <summary>PyTorch with the values of <paramref name="options"/> in place of their names.</summary>
    /// <param name="classNames">Of the data set, by label; null: MNIST's.</param>
    public static string PyTorch(string template, IReadOnlyList<object> options, IReadOnlyList<string>? classNames) =>
        FillIn(template.TrimEnd(), name => name == "class_names"
            ? OptionText.List("[{0}]", classNames ?? Digits)
            : OptionText.Python(options, name.Replace("_", "")));

    /// <summary>What stands between <c>#region cell: NAME</c> and its <c>#endregion</c>, moved to the left edge.</summary>
    /// <exception cref="ArgumentException">There is no such file or region.</exception>
    internal static string Cut(CodeCut cut)
    {
        var lines = Lines(cut.Path);
        var start = Array.FindIndex(lines, line => line.Trim() == $"#region cell: {cut.Region}") + 1;
        if (start == 0) throw new ArgumentException($"{cut.Path} has no region \"cell: {cut.Region}\".", nameof(cut));
        string[] region = [.. lines[start..].TakeWhile(line => line.Trim() != "#endregion")];
        var indentation = region.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', region.Select(line => line.Length < indentation ? "" : line[indentation..].TrimEnd()));
    }

    /// <summary>What a source file declares, without its usings and namespace.</summary>
    /// <exception cref="ArgumentException">There is no such file.</exception>
    internal static string Declarations(string path) => string.Join('\n', Lines(path)
        .Where(line => !line.StartsWith("using ", StringComparison.Ordinal))
        .Where(line => !line.StartsWith("namespace ", StringComparison.Ordinal))).Trim();

    private static string[] Lines(string path) =>
        EmbeddedText.Read(typeof(TrainingOptions).Assembly, $"source/{path}")?.ReplaceLineEndings("\n").Split('\n')
        ?? throw new ArgumentException($"There is no source file {path}.", nameof(path));

    private static string FillIn(string code, Func<string, string?> text) =>
        AlignComments(LiteralConditions.Resolve(Option().Replace(code, option => text(option.Groups[1].Value) ?? option.Value)));

    // Values are shorter or longer than what they stand for, which moves the comments behind them.
    private static string AlignComments(string code)
    {
        var lines = code.Split('\n');
        for (var first = 0; first < lines.Length; first++)
        {
            var count = lines[first..].TakeWhile(line => TrailingComment().IsMatch(line)).Count();
            if (count < 2) continue;
            Match[] parts = [.. lines[first..(first + count)].Select(line => TrailingComment().Match(line))];
            var column = parts.Max(part => part.Groups[1].Length) + CommentGap;
            for (var line = 0; line < count; line++)
                lines[first + line] = parts[line].Groups[1].Value.PadRight(column) + parts[line].Groups[2].Value;
            first += count;
        }
        return string.Join('\n', lines);
    }

    [GeneratedRegex(@"\boptions\.(?:Optimizer\.)?([A-Za-z][A-Za-z0-9_]*)")]
    private static partial Regex Option();

    // Two blanks before it tell a comment from the "//" or "#" of a text.
    [GeneratedRegex(@"^(.*\S) {2,}((?://|#) .*)$")]
    private static partial Regex TrailingComment();
}
