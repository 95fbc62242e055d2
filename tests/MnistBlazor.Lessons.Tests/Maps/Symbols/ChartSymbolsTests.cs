using MnistBlazor.Lessons.Maps.Borders;
using MnistBlazor.Lessons.Maps.Joining;
using MnistBlazor.Lessons.Maps.Symbols;
using MnistBlazor.Lessons.Maps.Tables;

namespace MnistBlazor.Lessons.Tests.Maps.Symbols;

public class ChartSymbolsTests
{
    private static readonly MapDrawing Map = KoreanProvinces.Borders.Drawing;

    [Fact]
    public void The_area_of_a_pie_is_its_total()
    {
        var pies = Example(ChartKind.Pie);
        var (seoul, gyeonggi) = (pies.Symbols[0], pies.Symbols[8]);

        Assert.Equal(17, pies.Symbols.Count);
        Assert.Equal(seoul.Total / gyeonggi.Total, Math.Pow(seoul.HalfWidth / gyeonggi.HalfWidth, 2), 1e-9);
        Assert.All(pies.Symbols, pie => Assert.Equal(360, pie.Parts.Sum(part => part.Extent), 1e-9));
        Assert.Equal(4_505_355 / 9_331_828.0, seoul.Parts[0].Share, 1e-12);
        Assert.Equal([10_000_000, 2_000_000, 1_000_000], pies.Sizes.Select(size => size.Amount));
        Assert.Null(pies.Axis);
    }

    [Theory]
    [InlineData(ChartKind.Grouped)]
    [InlineData(ChartKind.Stacked)]
    public void Bars_share_one_axis(ChartKind kind)
    {
        var bars = Example(kind);
        var unit = bars.Symbols[0].Parts[0].Extent / bars.Symbols[0].Parts[0].Value;

        Assert.All(bars.Symbols, symbol =>
        {
            var highest = kind == ChartKind.Stacked ? symbol.Parts.Sum(part => part.Extent) : symbol.Parts.Max(part => part.Extent);
            Assert.Equal(highest, Math.Max(highest, symbol.HalfHeight * 2 - 2), 1e-9);
            Assert.All(symbol.Parts, part => Assert.Equal(unit, part.Extent / part.Value, 1e-9));
        });
        Assert.True(bars.Axis >= (kind == ChartKind.Stacked ? 13_694_685 : 6_882_186));
    }

    [Theory]
    [InlineData(ChartKind.Pie, 1)]
    [InlineData(ChartKind.Pie, 1.6)]
    [InlineData(ChartKind.Grouped, 2.5)]
    [InlineData(ChartKind.Stacked, 2.5)]
    public void Symbols_do_not_overlap_and_lead_to_where_they_belong(ChartKind kind, double scale)
    {
        var symbols = Example(kind, scale).Symbols;

        for (var i = 0; i < symbols.Count; i++)
        {
            for (var j = i + 1; j < symbols.Count; j++)
            {
                var (one, other) = (symbols[i], symbols[j]);
                var (dx, dy) = (Math.Abs(one.X - other.X), Math.Abs(one.Y - other.Y));
                var apart = kind == ChartKind.Pie
                    ? Math.Sqrt(dx * dx + dy * dy) >= one.HalfWidth + other.HalfWidth - 0.2
                    : dx >= one.HalfWidth + other.HalfWidth - 0.2 || dy >= one.HalfHeight + other.HalfHeight - 0.2;
                Assert.True(apart, $"{Map.Regions[one.Region].Name} {Map.Regions[other.Region].Name}");
            }
        }
        Assert.All(symbols, symbol =>
        {
            var shape = Map.Regions[symbol.Region];
            Assert.Equal((shape.LabelX, shape.LabelY), (symbol.AnchorX, symbol.AnchorY));
            Assert.InRange(symbol.X, symbol.HalfWidth - 0.1, Map.Width - symbol.HalfWidth + 0.1);
            Assert.InRange(symbol.Y, symbol.HalfHeight - 0.1, Map.Height - symbol.HalfHeight + 0.1);
        });
        Assert.Contains(symbols, symbol => symbol.HasLeader);
        Assert.Contains(symbols, symbol => !symbol.HasLeader);
    }

    [Fact]
    public void Many_symbols_cover_no_more_of_the_map_than_a_few()
    {
        var (few, many) = (Largest(30), Largest(480));

        Assert.Equal(few / 4, many, 1e-9);

        static double Largest(int count)
        {
            var map = Map with { Regions = [.. Enumerable.Range(0, count).Select(i => Map.Regions[i % 17])] };
            var ones = Enumerable.Repeat((double?)1, count).ToList();
            return ChartSymbols.Of(ChartKind.Pie, map, [ones]).Symbols.Max(symbol => symbol.HalfWidth);
        }
    }

    [Fact]
    public void The_same_map_is_drawn_the_same_way()
    {
        var (one, other) = (Example(ChartKind.Pie).Symbols, Example(ChartKind.Pie).Symbols);

        Assert.Equal(one.Select(symbol => (symbol.X, symbol.Y)), other.Select(symbol => (symbol.X, symbol.Y)));
    }

    [Fact]
    public void What_is_missing_has_no_symbol_and_what_is_negative_is_named()
    {
        var (one, two) = (new double?[17], new double?[17]);
        (one[0], one[1], two[1], one[2]) = (5, -1, 3, 0);

        var pies = ChartSymbols.Of(ChartKind.Donut, Map, [one, two]);

        Assert.Equal([0], pies.Symbols.Select(symbol => symbol.Region));
        Assert.Equal([1], pies.Left);
        Assert.Empty(ChartSymbols.Of(ChartKind.Pie, Map, [new double?[17]]).Symbols);
    }

    private static ChartSymbols Example(ChartKind kind, double scale = 1)
    {
        var join = RegionJoin.Of(ExampleTable.Table, KoreanProvinces.Borders);
        return ChartSymbols.Of(kind, Map, [Column("male_2024"), Column("female_2024")], scale);

        double?[] Column(string name) =>
            [.. join.RowOf.Select(row => row is { } found ? ExampleTable.Table.Column(name)!.Values![found] : null)];
    }
}
