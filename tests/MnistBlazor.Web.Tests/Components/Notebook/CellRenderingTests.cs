using Bunit;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Web.Components.Notebook;
using MnistBlazor.Web.Components.Outputs;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Components.Notebook;

/// <summary>What a reader, and whoever checks the page from outside, finds in a cell's HTML.</summary>
public sealed class CellRenderingTests : ComponentTest
{
    [Theory]
    [InlineData(CellStatus.Queued, CellValidity.Fresh, "Waiting")]
    [InlineData(CellStatus.Failed, CellValidity.Aborted, "Failed")]
    [InlineData(CellStatus.Done, CellValidity.Stale, "Out of date")]
    public void A_state_is_said_in_words_and_by_class(CellStatus status, CellValidity validity, string word)
    {
        var cell = CellState.NeverRun(TrainingCell.Name) with { Status = status, Validity = validity };

        var badge = Render<CellStatusBadge>(parameters => parameters.Add(badge => badge.Cell, cell));

        Assert.Equal(word, badge.Find(".word").TextContent);
        Assert.Equal($"status {CellFaces.Of(cell).Key()}", badge.Find("span").ClassName);
        Assert.Equal("true", badge.Find("svg").GetAttribute("aria-hidden"));
    }

    [Theory]
    [InlineData("en", "Done in 0.4 s")]
    [InlineData("ko", "0.4초 만에 완료")]
    public void A_finished_cell_says_how_long_it_took(string language, string words)
    {
        Speak(language);
        var cell = CellState.NeverRun(DataCell.Name) with
        {
            Status = CellStatus.Done,
            Validity = CellValidity.Evaluated,
            Duration = TimeSpan.FromSeconds(0.42),
        };

        var badge = Render<CellStatusBadge>(parameters => parameters.Add(badge => badge.Cell, cell));

        Assert.Equal(words, badge.Find(".word").TextContent);
    }

    [Fact]
    public void Every_cell_is_in_the_contents_with_its_state()
    {
        var cells = LessonCatalog.All[0].Cells.Select(cell => CellState.NeverRun(cell.Id)).ToArray();

        var contents = Render<LessonContents>(parameters => parameters.Add(list => list.Lesson, "softmax").Add(list => list.Cells, cells));

        var links = contents.FindAll("a");
        Assert.Equal(
            cells.Select(cell => $"lessons/softmax#{cell.Id.ToString().ToLowerInvariant()}"),
            links.Select(link => link.GetAttribute("href")));
        Assert.All(links, link => Assert.Equal("Not run yet", link.QuerySelector(".visually-hidden")?.TextContent));
    }

    [Fact]
    public void Class_counts_are_a_table_for_who_does_not_see_the_bars()
    {
        var output = new DataOutput(
            "mnist", "package", 60_000, 10_000, [5923, 6742], [980, 1135], [.. Enumerable.Range(1, 12)], ["0", "1"]);

        var view = Render<DataOutputView>(parameters => parameters.Add(view => view.Value, output));

        Assert.Contains("60,000 images to learn from and 10,000 to test with", view.Find(".lead").TextContent);
        view.FindAll("tr")[^1].MarkupMatches("""<tr><th scope="row">1</th><td>6742</td><td>1135</td></tr>""");
        Assert.Equal(
            output.SampleIndices.Select(index => $"images/mnist/train/{index}.png"),
            view.FindAll("img").Select(image => image.GetAttribute("src")));
    }
}
