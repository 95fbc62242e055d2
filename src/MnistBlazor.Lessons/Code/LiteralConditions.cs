using System.Globalization;
using System.Text.RegularExpressions;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Code;

/// <summary>
/// Conditions that are decided once an option's value stands in its place: <c>if (true)</c> gives way to what it guards, and
/// <c>if (0 > 0)</c> goes with it. In C# and Python, each condition on a line of its own.
/// </summary>
internal static partial class LiteralConditions
{
    public static string Resolve(string code)
    {
        var lines = new LinkedList<string>(code.Split('\n'));
        var next = lines.First;
        while (next is not null)
        {
            var condition = Condition().Match(next.Value);
            var line = next;
            next = line.Next;
            if (!condition.Success) continue;
            var indentation = condition.Groups["indentation"].Value;
            lines.Remove(line);
            next = TakeBrace(lines, next, indentation + "{");
            LinkedListNode<string>? first = null;
            while (next is not null && IsWithin(next, indentation + ' '))
            {
                var inner = next;
                next = inner.Next;
                if (IsTrue(condition) && inner.Value.Length > 0)
                {
                    var further = inner.Value.Length - inner.Value.TrimStart().Length - indentation.Length;
                    inner.Value = inner.Value.Remove(indentation.Length, Math.Min(4, further));
                    first ??= inner;
                }
                else if (!IsTrue(condition))
                {
                    lines.Remove(inner);
                }
            }
            next = TakeBrace(lines, next, indentation + "}");
            // What stood within may be a condition as well.
            next = first ?? next;
        }
        return string.Join('\n', lines);
    }

    // An empty line is within if the next that is not empty is.
    private static bool IsWithin(LinkedListNode<string> line, string indentation)
    {
        var filled = line;
        while (filled is { Value: "", Next: { } next }) filled = next;
        return filled.Value.StartsWith(indentation, StringComparison.Ordinal);
    }

    private static bool IsTrue(Match condition) => condition.Groups["number"] is { Success: true } number
        ? double.Parse(number.Value, CultureInfo.InvariantCulture) > 0
        : condition.Groups["flag"].Value is "true" or "True";

    private static LinkedListNode<string>? TakeBrace(LinkedList<string> lines, LinkedListNode<string>? line, string brace)
    {
        if (line?.Value != brace) return line;
        var next = line.Next;
        lines.Remove(line);
        return next;
    }

    [GeneratedRegex(@"^(?<indentation> *)if (?:\(|)(?:(?<flag>true|false|True|False)|(?<number>[0-9.]+) > 0)(?:\)|:)$")]
    private static partial Regex Condition();
}
