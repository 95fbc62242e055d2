using MnistBlazor.ML.Surfaces;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Tests.Surfaces;

public class TypedSurfaceTests
{
    private static readonly SurfaceWindow Window = new(-2, 2, -2, 2);

    [Theory]
    [InlineData("x^2 + y^2", 1.25)]
    [InlineData("-x^2 + 2*y", -2)] // the sign comes after the power, as in mathematics
    [InlineData("(x - 3)^2 / 4 + abs(y)", 1.5)]
    [InlineData("2^x * 3", 6)]
    [InlineData("pow(x, 2) + min(x, y) + 2 * max(x, y)", 2.5)]
    [InlineData("sin(pi * x / 2) + cos(0) + exp(y) * e - log(1)", 3.648721270700128)]
    [InlineData("sqrt(x + 3) - tanh(0)", 2)]
    [InlineData("1e-1 * X", 0.1)]
    public void A_formula_is_worth_what_it_says(string formula, double value)
    {
        var surface = TypedSurface.Parse(formula, Window, new(1, -0.5));

        var there = surface.Grid(new(1, 1, -0.5, -0.5), columns: 2, rows: 2)[0];

        Assert.Equal(value, there, 1e-12);
    }

    [Fact]
    public void The_steps_on_a_typed_surface_are_those_on_the_same_one_that_is_there()
    {
        var there = TestSurfaces.Find("beale")!;
        var typed = TypedSurface.Parse(
            "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2", there.Window, there.Start);
        var options = new DescentOptions(new(OptimizerKind.Adam, 0.05), there.Start, Steps: 100);

        var (expected, walked) = (Descent.Walk(there, options), Descent.Walk(typed, options));

        Assert.Equal(expected.Points[^1].X, walked.Points[^1].X, 1e-9);
        Assert.Equal(expected.Losses[^1], walked.Losses[^1], 1e-9);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("  ", "empty")]
    [InlineData("x + ", "unreadable")]
    [InlineData("2x", "unreadable")]
    [InlineData("x + z", "unknown-name")]
    [InlineData("gamma(x)", "unknown-function")]
    [InlineData("sin(x, y)", "arguments")]
    [InlineData("pow(x)", "arguments")]
    [InlineData("3 + 4", "constant")]
    [InlineData("x > y", "unknown-operator")]
    [InlineData("x ? y : 1", "unknown-operator")]
    [InlineData("x % 2", "unknown-operator")]
    [InlineData("'x' + y", "unknown-operator")]
    [InlineData("(x, y)", "unknown-operator")]
    public void What_is_no_formula_of_x_and_y_is_refused_with_its_reason(string formula, string code)
    {
        var refused = Assert.Throws<FormulaException>(() => TypedSurface.Parse(formula, Window, new(0, 0)));

        Assert.Equal(code, refused.Code);
    }

    [Fact]
    public void Neither_a_long_formula_nor_a_deep_one_takes_more_than_its_bounds()
    {
        Assert.Equal("too-long", Refusal(new string('x', TypedSurface.MaxCharacters + 1)));
        Assert.Equal("too-deep", Refusal(string.Concat(Enumerable.Repeat("x+", TypedSurface.MaxCharacters / 2 - 1)) + "x"));
        var nested = new string('(', 99) + "x" + new string(')', 99);
        Assert.Equal(0, TypedSurface.Parse(nested, Window, new(0, 0)).Grid(new(0, 0, 0, 0), 2, 2)[0]);

        static string Refusal(string formula) =>
            Assert.Throws<FormulaException>(() => TypedSurface.Parse(formula, Window, new(0, 0))).Code;
    }
}
