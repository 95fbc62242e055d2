using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text;
using System.Text.RegularExpressions;
using MnistBlazor.Lessons.Maps;
using MnistBlazor.Lessons.Maps.Borders;
using MnistBlazor.Lessons.Maps.Classification;
using MnistBlazor.Lessons.Maps.Symbols;
using MnistBlazor.Lessons.Maps.Tables;

namespace MnistBlazor.Lessons.Tests.Maps;

public partial class MapsTests(ITestOutputHelper output)
{
    private static readonly ResourceManager Words = new("MnistBlazor.Lessons.Maps.MapsLesson", typeof(MapData).Assembly);

    [Fact]
    public void A_thematic_map_has_the_same_classes_for_both_years()
    {
        var map = ThematicMap.Of(MapData.Example, "female_2024 + male_2024", ClassMethod.NaturalBreaks, 5);

        Assert.Equal(9_331_828, map.Values[0]);
        Assert.Equal([2015, 2024], map.Years.Select(year => year.Year));
        Assert.Equal(9_904_312, map.Years[0].Values[0]);
        Assert.Equal(map.Values, map.Years[1].Values);
        Assert.Equal(34, map.Classes!.Counts.Sum());
        Assert.Equal(4, map.ClassOf[8]);
        Assert.True(map.IsAmount);
        Assert.Equal(4, map.Comparison.Count);
    }

    [Fact]
    public void A_density_keeps_its_area_in_every_year()
    {
        var map = ThematicMap.Of(MapData.Example, "(female_2024 + male_2024) / area_km2", ClassMethod.Quantile, 5);

        Assert.False(map.IsAmount);
        Assert.Equal(9_904_312 / 605.0, map.Years[0].Values[0]!.Value, 1e-9);
    }

    [Fact]
    public void A_difference_of_two_years_has_its_classes_around_0_and_no_slider()
    {
        var map = ThematicMap.Of(MapData.Example, Measure.FormulaOf(MeasureKind.Difference, ["male_2024", "male_2015"]), method: null, 5);

        Assert.Empty(map.Years);
        Assert.True(map.IsDiverging);
        Assert.Equal(-map.Classes!.Bounds[0], map.Classes.Bounds[^1]);
        // Seoul lost, Gyeonggi gained.
        Assert.True(map.ClassOf[0] < 2);
        Assert.Equal(4, map.ClassOf[8]);
    }

    [Fact]
    public void Models_over_the_columns_are_maps_too()
    {
        var clusters = ClusterMap.Of(MapData.Example, ["male_2024", "female_2024", "area_km2"], 3, seed: 1);
        var regression = RegressionMap.Of(MapData.Example, ["male_2015", "area_km2"], "male_2024", 5);

        Assert.Equal(17, clusters.ClusterOf.Count(cluster => cluster is not null));
        Assert.NotEqual(clusters.ClusterOf[8], clusters.ClusterOf[16]);
        Assert.True(regression.Regression.RSquared > 0.99);
        Assert.Equal(4_505_355, regression.Predictions[0]!.Value + regression.Residuals.Values[0]!.Value, 1e-6);
        Assert.Equal("maps.model.rows(17, 20)",
            Assert.Throws<MapFileException>(() => ClusterMap.Of(MapData.Example, ["male_2024"], 20, seed: 1)).Reason.ToString());
    }

    [Theory]
    [InlineData("a,b", "a,b")]
    [InlineData(" a , a,[b, c] ", "a,[b, c]")]
    public void Columns_are_written_with_commas(string text, string canonical)
    {
        Assert.True(new ColumnsParameter("columns", "a").TryRead(text, out var value, out _));
        Assert.Equal(canonical, value);
    }

    [Theory]
    [InlineData("3,1,2.5", "1,2.5,3")]
    [InlineData("", "")]
    [InlineData("1", null)]
    [InlineData("1,x", null)]
    [InlineData("1,1e99", null)]
    public void Breaks_are_numbers_in_order(string text, string? canonical)
    {
        Assert.Equal(canonical is not null, new BreaksParameter("breaks", "").TryRead(text, out var value, out _));
        if (canonical is not null) Assert.Equal(canonical, value);
    }

    [Fact]
    public void Two_hundred_and_fifty_regions_are_read_joined_classified_and_drawn()
    {
        var (borders, table) = Coverage(side: 16, corners: 30);
        var clock = Stopwatch.StartNew();
        var paths = Draw(borders, table);

        output.WriteLine($"256 regions, {borders.Length >> 10} KB of borders, {paths >> 10} KB of paths: {clock.ElapsedMilliseconds} ms");
        Assert.InRange(paths, 10_000, 1_000_000);

        static int Draw(byte[] borders, byte[] table)
        {
            var data = MapData.Of(TableReader.Read(table), BorderReader.Read(borders));
            Assert.Equal(256, data.Join.Matched);
            ThematicMap.Of(data, "a / b", ClassMethod.NaturalBreaks, 7);
            ChartSymbols.Of(ChartKind.Pie, data.Borders.Drawing, [data.Column("a"), data.Column("b"), data.Column("c"), data.Column("d")]);
            return data.Borders.Drawing.Regions.Sum(region => region.Path.Length);
        }
    }

    [Fact]
    public void Every_error_has_its_words_in_both_languages()
    {
        var errors = new[] { typeof(TableError), typeof(FormulaError), typeof(BorderError) }
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(method => method.ReturnType == typeof(MapFileException))
            .Select(method => ((MapFileException)method.Invoke(null, [.. method.GetParameters().Select(Argument)])!).Reason)
            .Select(reason => (Key: "message." + reason.Code, reason.Arguments.Length)).Distinct().ToList();
        Assert.True(errors.Count > 25);
        Assert.All(errors, error =>
        {
            var (english, korean) = (Text(error.Key, "en"), Text(error.Key, "ko"));
            Assert.Equal(Places(english), Places(korean));
            Assert.All(Places(english), place => Assert.InRange(place, 0, error.Length - 1));
        });
        var all = Words.GetResourceSet(CultureInfo.InvariantCulture, true, false)!.Cast<DictionaryEntry>().Select(word => (string)word.Key);
        Assert.Equal(["message.maps.breaks", "message.maps.file.gone", "message.maps.join.nothing", "message.maps.model.rows"],
            all.Where(key => key.StartsWith("message.maps.", StringComparison.Ordinal)).Except(errors.Select(error => error.Key)).Order());

        static object? Argument(ParameterInfo parameter) =>
            parameter.ParameterType == typeof(string) ? "x"
            : parameter.ParameterType == typeof(Exception) ? new InvalidOperationException("x")
            : parameter.ParameterType == typeof(IEnumerable<string>) ? new[] { "x" }
            : Convert.ChangeType(1, parameter.ParameterType, CultureInfo.InvariantCulture);

        static string Text(string key, string language) =>
            Words.GetResourceSet(language == "en" ? CultureInfo.InvariantCulture : new(language), true, false)!.GetString(key) ?? "";

        static IEnumerable<int> Places(string text) =>
            Place().Matches(text).Select(place => int.Parse(place.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct().Order();
    }

    /// <summary>Squares of a fifth of a degree whose shared sides are wavy, and four columns for them.</summary>
    private static (byte[] Borders, byte[] Table) Coverage(int side, int corners)
    {
        var (map, table) = (new StringBuilder("""{"type":"FeatureCollection","features":["""), new StringBuilder("region,a,b,c,d\n"));
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                // The sides of two neighbours are the same numbers, one the other way round.
                (int Row, int Column)[] ring = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column), (row, column)];
                var points = ring.Zip(ring.Skip(1))
                    .SelectMany(edge => Enumerable.Range(0, corners).Select(i => Point(edge.First, edge.Second, i)));
                var text = string.Join(',', points.Append(Point(ring[0], ring[1], 0))
                    .Select(at => FormattableString.Invariant($"[{at.X:R},{at.Y:R}]")));
                map.Append(row + column > 0 ? "," : "").Append("""{"type":"Feature",""")
                    .AppendFormat(CultureInfo.InvariantCulture, "\"properties\":{{\"name\":\"r{0}-{1}\"}},", row, column)
                    .AppendFormat(CultureInfo.InvariantCulture, "\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{0}]]}}}}", text);
                table.Append(CultureInfo.InvariantCulture, $"r{row}-{column},{row * 37 % 101 + 1},")
                    .Append(CultureInfo.InvariantCulture, $"{column * 53 % 97 + 1},{row + column + 1},5\n");
            }
        }
        return (Encoding.UTF8.GetBytes(map.Append("]}").ToString()), Encoding.UTF8.GetBytes(table.ToString()));

        (double X, double Y) Point((int Row, int Column) from, (int Row, int Column) to, int i)
        {
            var forward = to.Row > from.Row || to.Column > from.Column;
            var (start, step) = forward ? (from, i) : (to, corners - i);
            var (along, off) = (step / (double)corners, step == corners ? 0 : 0.03 * Math.Sin(step * Math.PI * 6 / corners));
            var isRow = from.Row == to.Row;
            return (126 + (start.Column + (isRow ? along : off)) / 5, 34 + (start.Row + (isRow ? off : along)) / 5);
        }
    }

    [GeneratedRegex(@"\{(\d)[^}]*\}")]
    private static partial Regex Place();
}
