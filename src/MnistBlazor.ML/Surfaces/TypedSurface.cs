using System.Globalization;
using NCalc;
using NCalc.Exceptions;
using NCalc.Visitors;

namespace MnistBlazor.ML.Surfaces;

/// <summary>
/// A surface that the learner types: a formula of x and y. NCalc reads it; what it evaluates by itself is not used, since the gradient
/// has to come from Torch, so each part of the formula becomes an operation on tensors, of a short list.
/// </summary>
public static class TypedSurface
{
    public const string Id = "own";

    public const int MaxCharacters = 200;

    public const int MaxOperations = 100;

    private static readonly LogicalExpressionParserOptions Reading = new();

    /// <summary>Names of functions, and how many arguments each takes.</summary>
    public static IReadOnlyDictionary<string, int> Functions { get; } = new Dictionary<string, int>
    {
        ["sin"] = 1, ["cos"] = 1, ["tan"] = 1, ["tanh"] = 1, ["exp"] = 1, ["log"] = 1, ["sqrt"] = 1, ["abs"] = 1,
        ["pow"] = 2, ["min"] = 2, ["max"] = 2,
    };

    /// <param name="formula">
    /// Of x and y: + - * / ^ and parentheses, pi and e, <see cref="Functions"/>. <c>(x - 1)^2 + 2*y^2</c>.
    /// </param>
    /// <exception cref="FormulaException"/>
    public static Surface Parse(string formula, SurfaceWindow window, SurfacePoint start)
    {
        if (string.IsNullOrWhiteSpace(formula)) throw new FormulaException("empty");
        if (formula.Length > MaxCharacters) throw new FormulaException("too-long", Text(MaxCharacters));
        // To NCalc ^ is a bitwise operation, and comes after plus.
        var builder = new TermBuilder();
        var term = Read(formula.Replace("^", "**", StringComparison.Ordinal)).Accept(builder);
        if (term.Constant is not null) throw new FormulaException("constant");
        return new(Id, (x, y) => term.Of(x, y).expand(x.shape), window, start);
    }

    private static LogicalExpression Read(string formula)
    {
        try
        {
            return LogicalExpressionParser.Parse(formula, Reading, CultureInfo.InvariantCulture, CancellationToken.None);
        }
        catch (NCalcException unreadable)
        {
            throw new FormulaException("unreadable", unreadable.InnerException?.Message ?? unreadable.Message);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A part of the formula: a number, or what Torch does with x and y.</summary>
    private readonly record struct Term(double? Constant, Func<Tensor, Tensor, Tensor> Of)
    {
        public static Term Number(double value) => new(value, (x, _) => full_like(x, value));
    }

    private sealed class TermBuilder : ILogicalExpressionVisitor<Term>
    {
        private int _operations;

        public Term Visit(ValueExpression value) => value.Type is NCalc.ValueType.Integer or NCalc.ValueType.Float
            ? Term.Number(Convert.ToDouble(value.Value, CultureInfo.InvariantCulture))
            : throw new FormulaException("unknown-operator");

        public Term Visit(Identifier name) => name.Name.ToLowerInvariant() switch
        {
            "x" => new(null, (x, _) => x),
            "y" => new(null, (_, y) => y),
            "pi" => Term.Number(Math.PI),
            "e" => Term.Number(Math.E),
            _ => throw new FormulaException("unknown-name", name.Name),
        };

        public Term Visit(UnaryExpression unary)
        {
            var inner = Inner(unary.Expression);
            return unary.Type switch
            {
                UnaryExpressionType.Negate => One(inner, value => -value, tensor => tensor.neg()),
                UnaryExpressionType.Positive => inner,
                _ => throw new FormulaException("unknown-operator"),
            };
        }

        public Term Visit(BinaryExpression binary)
        {
            var (left, right) = (Inner(binary.LeftExpression), Inner(binary.RightExpression));
            return binary.Type switch
            {
                BinaryExpressionType.Plus => Two(left, right, (a, b) => a + b, (a, b) => a + b),
                BinaryExpressionType.Minus => Two(left, right, (a, b) => a - b, (a, b) => a - b),
                BinaryExpressionType.Times => Two(left, right, (a, b) => a * b, (a, b) => a * b),
                BinaryExpressionType.Div => Two(left, right, (a, b) => a / b, (a, b) => a / b),
                BinaryExpressionType.Exponentiation => Power(left, right),
                _ => throw new FormulaException("unknown-operator"),
            };
        }

        public Term Visit(Function function)
        {
            var name = function.Identifier.Name.ToLowerInvariant();
            if (!Functions.TryGetValue(name, out var takes)) throw new FormulaException("unknown-function", function.Identifier.Name);
            if (function.Parameters.Count != takes) throw new FormulaException("arguments", name, Text(takes));
            var first = Inner(function.Parameters[0]);
            return name switch
            {
                "sin" => One(first, Math.Sin, tensor => tensor.sin()),
                "cos" => One(first, Math.Cos, tensor => tensor.cos()),
                "tan" => One(first, Math.Tan, tensor => tensor.tan()),
                "tanh" => One(first, Math.Tanh, tensor => tensor.tanh()),
                "exp" => One(first, Math.Exp, tensor => tensor.exp()),
                "log" => One(first, Math.Log, tensor => tensor.log()),
                "sqrt" => One(first, Math.Sqrt, tensor => tensor.sqrt()),
                "abs" => One(first, Math.Abs, tensor => tensor.abs()),
                "pow" => Power(first, Inner(function.Parameters[1])),
                "min" => Two(first, Inner(function.Parameters[1]), Math.Min, (a, b) => minimum(a, b)),
                _ => Two(first, Inner(function.Parameters[1]), Math.Max, (a, b) => maximum(a, b)),
            };
        }

        public Term Visit(TernaryExpression ternary) => throw new FormulaException("unknown-operator");

        public Term Visit(LogicalExpressionList list) => throw new FormulaException("unknown-operator");

        private Term Inner(LogicalExpression expression)
        {
            if (++_operations > MaxOperations) throw new FormulaException("too-deep", Text(MaxOperations));
            return expression.Accept(this);
        }

        // With a number for exponent the base may be negative, as in x^2, and the gradient is right at 0.
        private static Term Power(Term left, Term right) => right.Constant is { } exponent
            ? One(left, value => Math.Pow(value, exponent), tensor => tensor.pow(exponent))
            : Two(left, right, Math.Pow, (a, b) => a.pow(b));

        private static Term One(Term inner, Func<double, double> number, Func<Tensor, Tensor> operation) => inner.Constant is { } value
            ? Term.Number(number(value))
            : new(null, (x, y) => operation(inner.Of(x, y)));

        private static Term Two(
            Term left, Term right, Func<double, double, double> number, Func<Tensor, Tensor, Tensor> operation) =>
            left.Constant is { } a && right.Constant is { } b
                ? Term.Number(number(a, b))
                : new(null, (x, y) => operation(left.Of(x, y), right.Of(x, y)));
    }
}
