using System.Net;
using MnistBlazor.Notebook.Cells;
using MnistBlazor.Notebook.Lessons;
using MnistBlazor.Web.Components.Cells;
using MnistBlazor.Web.Tests.Components;

namespace MnistBlazor.Web.Tests.Cells;

/// <summary>What a reader, and whoever checks the page from outside, finds in a cell's HTML.</summary>
public sealed class CellRenderingTests
{
    [Theory]
    [InlineData(CellStatus.Queued, CellValidity.Fresh, "Waiting")]
    [InlineData(CellStatus.Failed, CellValidity.Aborted, "Failed")]
    [InlineData(CellStatus.Done, CellValidity.Stale, "Out of date")]
    public async Task A_state_is_said_in_words_and_by_class(CellStatus status, CellValidity validity, string word)
    {
        var cell = CellState.NeverRun(CellKind.Training) with { Status = status, Validity = validity };

        var html = await Rendering.HtmlAsync<CellStatusBadge>(parameters: new() { ["Cell"] = cell });

        Assert.Contains(word, html);
        Assert.Contains($"class=\"status {CellFaces.Of(cell).Key()}\"", html);
        Assert.Contains("aria-hidden=\"true\"", html);
    }

    [Fact]
    public async Task A_finished_cell_says_how_long_it_took()
    {
        var cell = CellState.NeverRun(CellKind.Data) with
        {
            Status = CellStatus.Done,
            Validity = CellValidity.Evaluated,
            Duration = TimeSpan.FromSeconds(0.42),
        };

        Assert.Contains("Done in 0.4 s", await Rendering.HtmlAsync<CellStatusBadge>(parameters: new() { ["Cell"] = cell }));
        Assert.Contains("0.4초 만에 완료", WebUtility.HtmlDecode(await Rendering.HtmlAsync<CellStatusBadge>("ko", parameters: new() { ["Cell"] = cell })));
    }

    [Fact]
    public async Task Every_cell_is_in_the_contents_with_its_state()
    {
        var cells = LessonCatalog.All[0].Cells.Select(cell => CellState.NeverRun(cell.Kind)).ToArray();

        var html = await Rendering.HtmlAsync<LessonContents>(parameters: new() { ["Lesson"] = "softmax", ["Cells"] = cells });

        foreach (var cell in cells) Assert.Contains($"href=\"lessons/softmax#{cell.Kind.ToString().ToLowerInvariant()}\"", html);
        Assert.Equal(cells.Length, html.Split("Not run yet").Length - 1);
    }

    [Fact]
    public async Task A_number_has_a_field_a_slider_and_its_explanation()
    {
        var html = await RenderAsync(new NumberParameter("learning-rate", CellKind.Training, "0.1", 0.00001, 10, 0.01, Logarithmic: true), "0.1");

        Assert.Contains("type=\"number\"", html);
        Assert.Contains("min=\"0.00001\" max=\"10\" value=\"0.1\"", html);
        Assert.Contains("type=\"range\" min=\"0\" max=\"18\" step=\"1\" value=\"12\"", html);
        Assert.Contains("How far each step goes", html);
    }

    [Fact]
    public async Task A_choice_of_one_is_said_and_not_asked()
    {
        var html = await RenderAsync(new ChoiceParameter("device", CellKind.Setup, "cpu", ["cpu"]), "cpu");

        Assert.DoesNotContain("<select", html);
        Assert.Contains(">CPU<", html);
    }

    [Fact]
    public async Task The_value_chosen_is_the_one_selected()
    {
        var html = await RenderAsync(new ChoiceParameter("device", CellKind.Setup, "cpu", ["cpu", "cuda:0"]), "cuda:0");

        Assert.Matches("<option value=\"cuda:0\" selected", html);
    }

    [Fact]
    public async Task Class_counts_are_a_table_for_who_does_not_see_the_bars()
    {
        var output = new DataOutput(
            "mnist", "package", 60_000, 10_000, [5923, 6742], [980, 1135], [.. Enumerable.Range(1, 12)], ["0", "1"]);

        var html = await Rendering.HtmlAsync<DataOutputView>(parameters: new() { ["Value"] = output });

        Assert.Contains("60,000 images to learn from and 10,000 to test with", html);
        Assert.Matches("<td[^>]*>6742</td><td[^>]*>1135</td>", html);
        foreach (var index in output.SampleIndices) Assert.Contains($"src=\"images/mnist/train/{index}.png\"", html);
    }

    private static Task<string> RenderAsync(ParameterDefinition definition, string value) =>
        Rendering.HtmlAsync<ParameterField>(parameters: new()
        {
            ["Definition"] = definition,
            ["Value"] = value,
            ["OnSet"] = (Func<string, string?, Message?>)((_, _) => null),
        });
}
