using System.Globalization;
using System.Text.RegularExpressions;
using NCalc;
using NCalc.Factories;

namespace MnistBlazor.Lessons.Maps.Tables;

/// <summary>
/// Arithmetic over a table's columns: <c>female_2024 + male_2024</c>, a name with blanks in brackets: <c>[여자 2024] / [남자 2024]</c>.
/// </summary>
/// <remarks>
/// NCalc reads it. It is worked out here, over the few kinds of nodes that are let through: NCalc divides whole numbers as whole numbers,
/// and knows text, comparisons and functions, which would be so many doors. Each node is visited once for a row, so nothing can hang.
/// </remarks>
public sealed partial class Formula
{
    /// <summary>Letters.</summary>
    public const int MaxLength = 200;

    /// <summary>Of brackets and signs in each other: the parser calls itself for each.</summary>
    public const int MaxDepth = 20;

    private static readonly Dictionary<string, (int Arguments, Func<double, double, double> Compute)> Functions =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["abs"] = (1, (x, _) => Math.Abs(x)), ["sqrt"] = (1, (x, _) => Math.Sqrt(x)), ["ln"] = (1, (x, _) => Math.Log(x)),
            ["log10"] = (1, (x, _) => Math.Log10(x)), ["round"] = (1, (x, _) => Math.Round(x, MidpointRounding.AwayFromZero)),
            ["min"] = (2, Math.Min), ["max"] = (2, Math.Max), ["pow"] = (2, Math.Pow),
        };

    private readonly Func<int, double> _compute;

    private Formula(string text, Func<int, double> compute, IReadOnlyList<string> columns, bool isAmount) =>
        (Text, _compute, Columns, IsAmount) = (text, compute, columns, isAmount);

    public string Text { get; }

    /// <summary>The names of the columns that it uses, each once.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>
    /// Its values grow with the size of a region, so that a map of them shows mostly where many people live. A quotient's do not: a
    /// density, a ratio, a share.
    /// </summary>
    public bool IsAmount { get; }

    /// <exception cref="MapFileException">It is no arithmetic over these columns, or too long.</exception>
    /// <param name="instead">Which column stands for one that the text names: that of another year. Null: each for itself.</param>
    public static Formula Parse(string text, RegionTable table, IReadOnlyDictionary<string, string>? instead = null)
    {
        if (text.Length > MaxLength) throw FormulaError.TooLong(MaxLength);
        if (Depth(text) > MaxDepth) throw FormulaError.TooDeep(MaxDepth);
        LogicalExpression expression;
        try
        {
            var plain = Words().Replace(text, word => IsBare(word.Value) ? Quote(word.Value) : word.Value);
            expression = LogicalExpressionFactory.Create(plain, new(), CultureInfo.InvariantCulture, CancellationToken.None);
        }
        catch (Exception malformed) when (malformed is not OutOfMemoryException)
        {
            // The parser has exceptions of its own and lets others through.
            throw FormulaError.Malformed(malformed);
        }
        var columns = new List<string>();
        var names = new ColumnNames(table, instead);
        return new(text, Compile(expression, names, columns), [.. columns.Distinct()], !IsQuotient(expression));
    }

    /// <returns>By row; null where a column has no value, or the result is no number: something was divided by 0.</returns>
    public double?[] Evaluate(int rows) => [.. Enumerable.Range(0, rows)
        .Select(row => _compute(row) is var value && double.IsFinite(value) ? value : (double?)null)];

    /// <summary>A column's name as a formula writes it.</summary>
    public static string Quote(string column) => $"[{column}]";

    /// <summary>The same with other names for its columns.</summary>
    internal static string Rename(string formula, Func<string, string> name) => Words().Replace(formula, word =>
        word.Value.Trim('[', ']') is var old && name(old) is var other && other != old ? Quote(other) : word.Value);

    // NCalc takes Korean for a name in brackets only.
    private static bool IsBare(string word) => char.IsLetter(word[0]) && !System.Text.Ascii.IsValid(word);

    [GeneratedRegex(@"\[[^\]]*\]|\{[^}]*\}|'[^']*'|""[^""]*""|[\p{L}_][\p{L}\p{N}_]*")]
    private static partial Regex Words();

    private static int Depth(string text)
    {
        var (depth, deepest, signs) = (0, 0, 0);
        foreach (var letter in text)
        {
            depth += letter is '(' ? 1 : letter is ')' ? -1 : 0;
            signs = letter is '-' or '+' or '!' or '~' ? signs + 1 : letter == ' ' ? signs : 0;
            deepest = Math.Max(deepest, Math.Max(depth, signs));
        }
        return deepest;
    }

    private static bool IsQuotient(LogicalExpression node) => node switch
    {
        BinaryExpression { Type: BinaryExpressionType.Div } => true,
        BinaryExpression { Type: BinaryExpressionType.Times } times =>
            IsQuotient(times.LeftExpression) || IsQuotient(times.RightExpression),
        UnaryExpression sign => IsQuotient(sign.Expression),
        LogicalExpressionList { Count: 1 } list => IsQuotient(list[0]),
        _ => false,
    };

    private static Func<int, double> Compile(LogicalExpression node, ColumnNames table, List<string> columns)
    {
        switch (node)
        {
            case ValueExpression { Type: NCalc.ValueType.Integer or NCalc.ValueType.Float } constant:
                var number = Convert.ToDouble(constant.Value, CultureInfo.InvariantCulture);
                return _ => number;
            case Identifier name:
                return Column(name.Name, table, columns);
            case UnaryExpression { Type: UnaryExpressionType.Negate } negated:
                var inner = Compile(negated.Expression, table, columns);
                return row => -inner(row);
            case UnaryExpression { Type: UnaryExpressionType.Positive } same:
                return Compile(same.Expression, table, columns);
            case BinaryExpression binary:
                var operation = Operation(binary.Type);
                var (left, right) = (Compile(binary.LeftExpression, table, columns), Compile(binary.RightExpression, table, columns));
                return row => operation(left(row), right(row));
            case Function function:
                return Call(function, table, columns);
            case LogicalExpressionList { Count: 1 } list:
                return Compile(list[0], table, columns);
            default:
                throw FormulaError.NotArithmetic(node.GetType().Name.Replace("Expression", ""), Functions.Keys);
        }
    }

    private static Func<int, double> Column(string name, ColumnNames table, List<string> columns)
    {
        if (table.Find(name) is not { Values: { } values } column)
            throw FormulaError.UnknownColumn(name, table.Table.Numbers.Select(one => one.Name));
        columns.Add(column.Name);
        return row => values[row] ?? double.NaN;
    }

    private static Func<double, double, double> Operation(BinaryExpressionType type) => type switch
    {
        BinaryExpressionType.Plus => (x, y) => x + y,
        BinaryExpressionType.Minus => (x, y) => x - y,
        BinaryExpressionType.Times => (x, y) => x * y,
        BinaryExpressionType.Div => (x, y) => x / y,
        BinaryExpressionType.Exponentiation => Math.Pow,
        _ => throw FormulaError.NotArithmetic(type.ToString(), Functions.Keys),
    };

    private static Func<int, double> Call(Function function, ColumnNames table, List<string> columns)
    {
        var name = function.Identifier.Name;
        if (!Functions.TryGetValue(name, out var known)) throw FormulaError.NotArithmetic(name, Functions.Keys);
        if (function.Parameters.Count != known.Arguments) throw FormulaError.Arguments(name, known.Arguments);
        var first = Compile(function.Parameters[0], table, columns);
        var second = known.Arguments == 2 ? Compile(function.Parameters[1], table, columns) : first;
        return row => known.Compute(first(row), second(row));
    }

    private sealed record ColumnNames(RegionTable Table, IReadOnlyDictionary<string, string>? Instead)
    {
        public TableColumn? Find(string name) =>
            Table.Column(name) is { } column && Instead?.GetValueOrDefault(column.Name) is { } other
                ? Table.Column(other) : Table.Column(name);
    }
}
