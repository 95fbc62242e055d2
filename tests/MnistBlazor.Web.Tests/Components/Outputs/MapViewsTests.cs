using System.Diagnostics;
using System.Globalization;
using System.Text;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Maps;
using MnistBlazor.Lessons.Maps.Classification;
using MnistBlazor.Lessons.Maps.Symbols;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Outputs;
using MnistBlazor.Web.Models.Notebook;

namespace MnistBlazor.Web.Tests.Components.Outputs;

/// <summary>Maps as they are drawn: regions in their classes, symbols, legends and tables.</summary>
public sealed class MapViewsTests : ComponentTest
{
    private static readonly LearnerId Ada = new("ada");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mnistblazor-web-tests-");

    public MapViewsTests()
    {
        Services.AddLessons(new LessonsOptions { DataDirectory = _folder.FullName });
        AddLearner();
    }

    private static LessonContext Context => new(LessonCatalog.Find("maps")!, Session: null!, Ada);

    [Theory]
    [InlineData("en", "North Chungcheong: 1,591,177, class 2 of 5")]
    [InlineData("ko", "충북: 1,591,177, 급간 5개 중 2번째")]
    public void A_thematic_map_gives_each_region_its_class_and_says_it(string language, string said)
    {
        Speak(language);
        var map = ThematicMap.Of(MapData.Example, "female_2024 + male_2024", ClassMethod.NaturalBreaks, 5);
        var view = Render<ThematicOutputView>(parameters => parameters.AddCascadingValue(Context)
            .Add(view => view.Value, new ThematicOutput(MapSource.Example, map, "Blues", 2024)));

        Assert.Equal(17, view.FindAll("[data-region]").Count);
        Assert.Equal("4", view.Find("[data-region=gyeonggi]").GetAttribute("data-class"));
        Assert.Equal(said, view.Find("[data-region=north-chungcheong]").GetAttribute("aria-label"));
        Assert.Equal(map.Classes!.Bounds.SkipLast(1), view.FindAll("[data-bound]").Select(bound =>
            double.Parse(bound.GetAttribute("data-bound")!, CultureInfo.InvariantCulture)));
        Assert.Equal(4, view.FindAll("[data-break][role=slider]").Count);
        Assert.Equal(4, view.FindAll("[data-story]").Count);
        Assert.Equal(17, view.FindAll("[data-row]").Count);
        Assert.NotNull(view.Find("[data-amount]"));
    }

    [Fact]
    public void A_region_without_a_value_is_hatched()
    {
        double?[] values = [null, .. Enumerable.Range(1, 16).Select(i => (double?)i)];
        var view = Render<ThematicOutputView>(parameters => parameters.AddCascadingValue(Context).Add(
            view => view.Value,
            new ThematicOutput(MapSource.Example, ThematicMap.Of("area_km2", values, ClassMethod.Quantile, 4), "Greens", 0)));

        Assert.StartsWith("url(#hatch", view.Find("[data-region=seoul]").GetAttribute("fill"));
        Assert.False(view.Find("[data-region=seoul]").HasAttribute("data-class"));
        Assert.Contains("light-dark(#", view.Find("[data-region=jeju]").GetAttribute("fill"));
    }

    [Theory]
    [InlineData(ChartKind.Pie, "path.part")]
    [InlineData(ChartKind.Donut, "path.part")]
    [InlineData(ChartKind.Grouped, "rect.part")]
    [InlineData(ChartKind.Stacked, "rect.part")]
    public void Each_region_has_its_symbol_with_a_part_for_each_column(ChartKind kind, string part)
    {
        string[] columns = ["male_2024", "female_2024", "area_km2"];
        var symbols = ChartSymbols.Of(kind, MapData.Example.Borders.Drawing, [.. columns.Select(MapData.Example.Column)]);
        var view = Render<ChartsOutputView>(parameters => parameters.AddCascadingValue(Context)
            .Add(view => view.Value, new ChartsOutput(MapSource.Example, columns, symbols, null, "Blues")));

        Assert.Equal(17, view.FindAll("[data-symbol]").Count);
        Assert.Equal(3, view.FindAll($"[data-symbol=seoul] {part}").Count);
        Assert.Equal(["male_2024", "female_2024", "area_km2"], view.FindAll("[aria-pressed=true]").Select(chip => chip.TextContent.Trim()));
        Assert.DoesNotContain("kostat_code", view.Markup);
        Assert.DoesNotContain("NaN", view.Markup);
    }

    [Fact]
    public void Residuals_and_groups_are_maps_with_their_tables()
    {
        string[] columns = ["male_2024", "female_2024", "male_2015"];
        var regression = RegressionMap.Of(MapData.Example, columns, "female_2024", 5);
        var nothing = new PatternsOutput(MapSource.Example, MapParameters.Regression, columns, "female_2024", null, null);
        var view = Render<PatternsOutputView>(parameters => parameters.AddCascadingValue(Context)
            .Add(view => view.Value,
            nothing with { Regression = regression }));

        Assert.Equal(17, view.FindAll("[data-region]").Count);
        Assert.Contains("female_2024 ≈", view.Find(".equation").TextContent);

        view.Render(parameters => parameters.Add(
            view => view.Value,
            nothing with { Pattern = MapParameters.Clusters, Clusters = ClusterMap.Of(MapData.Example, columns, 3, 1) }));

        Assert.Equal("3", view.Find("[data-clusters]").GetAttribute("data-clusters"));
        Assert.Empty(view.FindAll("[data-r2]"));
    }

    [Fact]
    public void A_table_that_fits_in_part_names_what_does_not_and_what_is_nearest()
    {
        var files = Services.GetRequiredService<LearnerFiles>();
        var (file, _) = files.Add(Ada, "table", "my.csv", Encoding.UTF8.GetBytes("name,n\n서울,1\n부산,2\n전복,3\n"));
        var source = new MapSource(file!.Id, MapFileParameter.Provinces);
        var view = Render<TableOutputView>(parameters => parameters.AddCascadingValue(Context)
            .Add(view => view.Value, new TableOutput(source, 3, 17, 2)));

        Assert.Equal(17, view.FindAll("defs path").Count);
        Assert.Contains("Line 4: 전복 (nearest: North Jeolla (전북특별자치도))", view.Find("[data-unmatched=rows]").TextContent);
        Assert.Equal(15, view.FindAll("[data-unmatched=regions] li").Count);
        Assert.Equal("true", view.Find($"[data-file={file.Id}]").GetAttribute("aria-pressed"));
        Assert.Empty(view.FindAll("[data-sources]"));
    }

    /// <summary>How long it takes is said, not asserted: the machine may be busy.</summary>
    [Fact]
    public void Two_hundred_and_fifty_regions_with_four_columns_are_loaded_joined_and_drawn()
    {
        var files = Services.GetRequiredService<LearnerFiles>();
        var table = "name,a,b,c,d\n"
            + string.Join('\n', Enumerable.Range(0, 250).Select(i => $"r{i},{i * 7 % 101},{i},{i * i % 97},{250 - i}"));
        var squares = Enumerable.Range(0, 250).Select(i =>
        {
            var (x, y) = (126 + i % 16 * 0.1, 34 + i / 16 * 0.1);
            FormattableString ring =
                $"[[{x:0.0},{y:0.0}],[{x + 0.1:0.0},{y:0.0}],[{x + 0.1:0.0},{y + 0.1:0.0}],[{x:0.0},{y + 0.1:0.0}],[{x:0.0},{y:0.0}]]";
            return "{\"type\":\"Feature\",\"properties\":{\"name\":\"r" + i + "\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":["
                + ring.ToString(CultureInfo.InvariantCulture) + "]}}";
        });
        var borders = $$"""{"type":"FeatureCollection","features":[{{string.Join(',', squares)}}]}""";
        var source = new MapSource(
            files.Add(Ada, "table", "t.csv", Encoding.UTF8.GetBytes(table)).File!.Id,
            files.Add(Ada, "borders", "b.json", Encoding.UTF8.GetBytes(borders)).File!.Id);

        var clock = Stopwatch.StartNew();
        var data = MapLibrary.Load(files, Ada, source);
        var map = ThematicMap.Of(data, "a + b", ClassMethod.NaturalBreaks, 5);
        var symbols = ChartSymbols.Of(ChartKind.Pie, data.Borders.Drawing, [.. "abcd".Select(name => data.Column($"{name}"))]);
        var thematic = Render<ThematicOutputView>(parameters => parameters.AddCascadingValue(Context)
            .Add(view => view.Value, new ThematicOutput(source, map, "Blues", 0)));
        var charts = Render<ChartsOutputView>(parameters => parameters.AddCascadingValue(Context)
            .Add(view => view.Value, new ChartsOutput(source, ["a", "b", "c", "d"], symbols, map, "Blues")));
        Xunit.TestContext.Current.TestOutputHelper!.WriteLine($"{clock.ElapsedMilliseconds} ms");

        Assert.Equal(250, data.Join.Matched);
        Assert.Equal(250, thematic.FindAll("[data-region]").Count);
        Assert.Equal(250, charts.FindAll("[data-symbol]").Count);
    }
}
