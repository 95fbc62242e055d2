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

    /// <summary>The most characters of a line that a lesson's column shows without scrolling on a page of 1280 pixels.</summary>
    public const int MaxWidth = 75;

    /// <summary>
    /// Pieces of executed source with the values of <paramref name="options"/>, a blank line between two; empty if there are none. A
    /// piece of which nothing is left is left out.
    /// </summary>
    /// <param name="language">Of the comments: "en" or "ko".</param>
    public static string CSharp(IEnumerable<CodeCut> cuts, IReadOnlyList<object> options, string language) =>
        string.Join("\n\n", cuts.Select(cut => FillIn(Comments.In(language, Cut(cut)), options, Digits)).Where(code => code.Length > 0));

    /// <summary>C# with the values of <paramref name="options"/> in place of their names.</summary>
    internal static string FillIn(string code, IReadOnlyList<object> options, IReadOnlyList<string> classNames) =>
        FillIn(code, name => name == "ClassNames" ? OptionText.List("new[] { ", classNames, " }") : OptionText.CSharp(options, name));

    /// <summary>PyTorch with the values of <paramref name="options"/> in place of their names.</summary>
    /// <param name="classNames">Of the data set, by label; null: MNIST's.</param>
    /// <param name="language">Of the comments: "en" or "ko".</param>
    public static string PyTorch(
        string template, IReadOnlyList<object> options, IReadOnlyList<string>? classNames, string language) =>
        FillIn(Comments.In(language, template.TrimEnd()), name => name == "class_names"
            ? OptionText.List("[", classNames ?? Digits, "]")
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

    private static string FillIn(string code, Func<string, ValueText?> value) =>
        Gap().Replace(LiteralConditions.Resolve(string.Join('\n', code.Split('\n').Select(line => FillInLine(line, value)))), "\n\n");

    // A list that would make its line too long is broken into lines.
    private static string FillInLine(string line, Func<string, ValueText?> value)
    {
        var filled = Option().Replace(line, option => value(option.Groups[1].Value)?.OneLine ?? option.Value);
        if (filled.Length <= MaxWidth) return filled;
        var indentation = line[..^line.TrimStart().Length];
        return Option().Replace(line, option => value(option.Groups[1].Value)?.Lines(indentation) ?? option.Value);
    }

    // Where a condition went with all that it guards. Python has two blank lines between functions, at the left edge.
    [GeneratedRegex(@"\n\n\n(?=[ ])|(?<=;)\n\n\n(?=//)")]
    private static partial Regex Gap();

    [GeneratedRegex(@"\boptions\.(?:Optimizer\.)?([A-Za-z][A-Za-z0-9_]*)")]
    private static partial Regex Option();
}
