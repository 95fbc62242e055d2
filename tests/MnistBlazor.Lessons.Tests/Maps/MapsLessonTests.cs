using System.Text;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Maps;
using MnistBlazor.Lessons.Maps.Tables;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Lessons.Tests.Notebook;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Lessons.Tests.Maps;

/// <summary>The maps' notebook on a whole server: what runs by itself, what it leaves, and what learners bring along.</summary>
public sealed class MapsLessonTests : IDisposable
{
    private const string Own = "region,a,b\n서울,10,1\n부산시,20,2\nDaegu,30,4\n전복,40,3\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_cells_run_when_the_lesson_is_opened_and_again_when_something_is_set()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var session = server.Get<SessionRegistry>().Open(TestServer.Ada, "maps");
        session.Open();
        var state = await session.UntilIdleAsync();

        Assert.All(state.Cells, cell => Assert.Equal((CellStatus.Done, CellValidity.Evaluated), (cell.Status, cell.Validity)));
        Assert.Equal(17, state.Output<TableOutput>("table").Matched);
        Assert.Equal(4, state.Output<ThematicOutput>("thematic").Map!.ClassOf[8]);
        Assert.Equal(17, state.Output<ChartsOutput>("charts").Symbols!.Symbols.Count);
        Assert.True(state.Output<PatternsOutput>("patterns").Regression!.Regression.RSquared > 0.99);

        session.SetParameter("method", "quantile");
        session.SetParameter("pattern", "clusters");
        state = await session.UntilIdleAsync();

        Assert.All(state.Cells, cell => Assert.Equal(CellValidity.Evaluated, cell.Validity));
        Assert.Equal([7, 7, 6, 7, 7], state.Output<ThematicOutput>("thematic").Map!.Classes!.Counts);
        Assert.Equal(3, state.Output<PatternsOutput>("patterns").Clusters!.Clusters.Centres.Count);
    }

    [Fact]
    public async Task What_the_notebook_keeps_is_read_back_the_same()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var session = server.Get<SessionRegistry>().Open(TestServer.Ada, "maps");
        session.Open();
        var state = await session.UntilIdleAsync();
        var json = NotebookJson.Write(session.Lesson, state);

        var read = NotebookJson.Read(session.Lesson, json);

        Assert.Equal(json, NotebookJson.Write(session.Lesson, read));
        Assert.True(json.Length < 60_000, $"{json.Length} letters");
    }

    [Fact]
    public async Task A_wrong_formula_is_said_and_leaves_the_charts_as_they_are()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var session = server.Get<SessionRegistry>().Open(TestServer.Ada, "maps");
        session.SetParameter("formula", "female_2023 / 0");
        var state = await session.UntilIdleAsync();

        Assert.Equal("maps.formula.unknown-column", state.Cell("thematic").Failure?.Code);
        Assert.Null(state.Output<ThematicOutput>("thematic").Map);
        Assert.Equal(CellStatus.Done, state.Cell("patterns").Status);

        session.SetParameter("formula", "female_2024");
        state = await session.UntilIdleAsync();

        Assert.All(state.Cells, cell => Assert.Equal(CellStatus.Done, cell.Status));
    }

    [Fact]
    public async Task Own_files_are_kept_for_their_learner_alone_within_bounds_and_verified()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder, configure: options => options.MaxFilesPerLearner = 2);
        var files = server.Get<LearnerFiles>();
        var (file, _) = files.Add(TestServer.Ada, "table", "people.csv", Encoding.UTF8.GetBytes(Own));

        Assert.Equal("people.csv", Assert.Single(files.List(TestServer.Ada, "table")).Name);
        Assert.Empty(files.List(TestServer.Ada, "borders"));
        Assert.Null(files.Read(TestServer.Bert, file!.Id));
        Assert.Equal((true, false), (files.Has(TestServer.Ada, file.Id), files.Has(TestServer.Bert, file.Id)));
        Assert.Equal(Own, Encoding.UTF8.GetString(files.Read(TestServer.Ada, file.Id)!));
        Assert.NotNull(files.Add(TestServer.Ada, "table", "2.csv", [1]).File);
        Assert.Equal("files.too-many", files.Add(TestServer.Ada, "table", "3.csv", [1]).Refusal?.Code);

        var path = Directory.GetFiles(_folder.Path, "file", SearchOption.AllDirectories).Single(path => path.Contains(file.Id));
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        Assert.Null(files.Read(TestServer.Ada, file.Id));

        files.Delete(TestServer.Bert, file.Id);
        Assert.True(File.Exists(path));
        files.Delete(TestServer.Ada, file.Id);
        Assert.False(File.Exists(path));
        Assert.False(files.Has(TestServer.Ada, file.Id));
        Assert.Equal("2.csv", Assert.Single(files.List(TestServer.Ada, "table")).Name);
    }

    [Fact]
    public async Task An_own_table_is_joined_and_measured_by_its_own_columns()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var session = server.Get<SessionRegistry>().Open(TestServer.Ada, "maps");
        var (file, _) = server.Get<LearnerFiles>().Add(TestServer.Ada, "table", "people.csv", Encoding.UTF8.GetBytes(Own));
        var source = new MapSource(file!.Id, MapFileParameter.Provinces);
        var data = MapLibrary.Load(server.Get<LearnerFiles>(), TestServer.Ada, source);

        session.SetParameters(MapParameters.Fit(session.Lesson.Defaults.With("table", file.Id), data));
        var state = await session.UntilIdleAsync();

        Assert.Equal(["a", "b"], data.Measures);
        Assert.Equal("전복", Assert.Single(data.Join.Rows).Key);
        Assert.Equal(3, state.Output<TableOutput>("table").Matched);
        Assert.Equal(14, state.Output<ThematicOutput>("thematic").Map!.ClassOf.Count(found => found is null));
        Assert.True(state.Cells.All(cell => cell.Status == CellStatus.Done), state.Describe());
        Assert.Equal("maps.file.gone", Assert.Throws<MapFileException>(
            () => MapLibrary.Load(server.Get<LearnerFiles>(), TestServer.Bert, source)).Reason.Code);
    }

    [Fact]
    public void A_difference_is_the_same_formula_of_the_latest_year_less_that_of_the_earliest()
    {
        Assert.Equal(
            "([female_2024] + [male_2024]) - ([female_2015] + [male_2015])"
                .Replace("[female_2024]", "female_2024").Replace("[male_2024]", "male_2024"),
            ThematicMap.DifferenceFormula(MapData.Example, "female_2024 + male_2024"));
        Assert.Null(ThematicMap.DifferenceFormula(MapData.Example, "female_2024 - female_2015"));
        Assert.Null(ThematicMap.DifferenceFormula(MapData.Example, "area_km2"));
    }

    [Fact]
    public void PyTorch_does_what_is_set_with_the_columns_that_are_chosen()
    {
        var lesson = LessonCatalog.Find("maps")!;
        var regression = lesson.PyTorch(PatternsCell.Name, lesson.Defaults.With("pattern-columns", "male_2024,female_2024,a\"b"))!;

        Assert.Contains("for name in [\"male_2024\", \"a\\\"b\"]]", regression);
        Assert.Contains("\ntarget = column(\"female_2024\")", regression);
        Assert.DoesNotContain("options.", regression);
        Assert.DoesNotContain("k-means", regression);

        var clusters = lesson.PyTorch(PatternsCell.Name, lesson.Defaults.With("pattern", "clusters").With("clusters", "4"))!;

        Assert.Contains("while len(chosen) < 4:", clusters);
        Assert.DoesNotContain("lstsq", clusters);
    }

    [Fact]
    public void Columns_that_follow_from_each_other_are_noticed()
    {
        var table = TableReader.Read(Encoding.UTF8.GetBytes(
            "region,p,q,sum,r\n" + string.Join('\n',
                MapData.Example.Keys.Select((key, i) => $"{key},{i + 1},{i * i},{i + 1 + i * i},{i * 7 % 5}"))));
        var data = MapData.Of(table, MapData.Example.Borders);

        var dependent = RegressionMap.Of(data, ["p", "q", "sum"], "r", 5);
        var free = RegressionMap.Of(data, ["p", "q"], "r", 5);

        Assert.True(dependent.Regression.IsDependent);
        Assert.False(free.Regression.IsDependent);
        Assert.Equal(free.Regression.RSquared, dependent.Regression.RSquared, 1e-9);
    }
}
