using System.Text;
using MnistBlazor.Lessons.Maps.Tables;

namespace MnistBlazor.Lessons.Tests.Maps.Tables;

public class FormulaTests
{
    private static readonly RegionTable Table = TableReader.Read(Encoding.UTF8.GetBytes("지역,여자,남자 2024,female\nx,7,2,7\ny,3,0,\n"));

    [Theory]
    [InlineData("[여자] + [남자 2024]", 9d, 3d)]
    [InlineData("여자 - female", 0d, null)]
    [InlineData("Female / 2", 3.5, null)]
    [InlineData("7 / 2", 3.5, 3.5)]
    [InlineData("[여자] / [남자 2024]", 3.5, null)]
    [InlineData("-[여자] ** 2", -49d, -9d)]
    [InlineData("max([여자], 5) * pow(2, 3) + abs(-1)", 57d, 41d)]
    [InlineData("sqrt(-1)", null, null)]
    [InlineData("1e308 * 10", null, null)]
    [InlineData("99999999999999999999 + 1", 1e20, 1e20)]
    public void Columns_are_worked_out_row_by_row(string formula, double? first, double? second) =>
        Assert.Equal([first, second], Formula.Parse(formula, Table).Evaluate(2));

    [Theory]
    [InlineData(MeasureKind.Column, 7d)]
    [InlineData(MeasureKind.Sum, 9d)]
    [InlineData(MeasureKind.Difference, 5d)]
    [InlineData(MeasureKind.Change, 250d)]
    [InlineData(MeasureKind.Ratio, 3.5)]
    [InlineData(MeasureKind.Share, 700d / 9)]
    public void A_choice_of_columns_is_a_formula(MeasureKind kind, double first)
    {
        var formula = Formula.Parse(Measure.FormulaOf(kind, ["여자", "남자 2024"]), Table);

        Assert.Equal(first, formula.Evaluate(1)[0]!.Value, 12);
        Assert.Equal(kind is MeasureKind.Column or MeasureKind.Sum or MeasureKind.Difference, formula.IsAmount);
    }

    [Theory]
    [InlineData("", "maps.formula.malformed")]
    [InlineData("1 +", "maps.formula.malformed")]
    [InlineData("(1", "maps.formula.malformed")]
    [InlineData("nothing", "maps.formula.unknown-column")]
    [InlineData("지역", "maps.formula.unknown-column")]
    [InlineData("'text'", "maps.formula.not-arithmetic")]
    [InlineData("1 < 2", "maps.formula.not-arithmetic")]
    [InlineData("true", "maps.formula.not-arithmetic")]
    [InlineData("#2024-01-01#", "maps.formula.malformed")]
    [InlineData("if(1, 2, 3)", "maps.formula.not-arithmetic")]
    [InlineData("1 << 2", "maps.formula.not-arithmetic")]
    [InlineData("170!", "maps.formula.not-arithmetic")]
    [InlineData("female in (1, 2)", "maps.formula.not-arithmetic")]
    [InlineData("min(1)", "maps.formula.arguments")]
    public void What_is_no_arithmetic_is_refused(string formula, string code) =>
        Assert.Equal(code, Assert.Throws<MapFileException>(() => Formula.Parse(formula, Table)).Reason.Code);

    [Fact]
    public void No_text_of_any_kind_does_more_than_be_refused()
    {
        string[] pieces =
        [
            "(", ")", "-", "!", "~", "**", "9", "9e9", ",", "[", "]", "{", "'", "\"", "female", "max", "?", ":", "\\", "\0", "가", "%",
        ];
        var random = new Random(5);
        for (var i = 0; i < 500; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => pieces[random.Next(pieces.Length)]));
            var thrown = Record.Exception(() => Formula.Parse(text, Table).Evaluate(2));
            Assert.True(thrown is null or MapFileException, $"{text}: {thrown}");
        }
        Assert.Equal("maps.formula.too-deep", Code(new string('(', 60) + 1 + new string(')', 60)));
        Assert.Equal("maps.formula.too-deep", Code(new string('-', 100) + 1));
        Assert.Equal("maps.formula.too-long", Code(new string('1', 201)));
        Assert.Equal([null, null], Formula.Parse(string.Join("**", Enumerable.Repeat("9", 60)), Table).Evaluate(2));

        static string Code(string text) => Assert.Throws<MapFileException>(() => Formula.Parse(text, Table)).Reason.Code;
    }
}
