using Bunit;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Notebook;
using MnistBlazor.Web.Components.Watch;

namespace MnistBlazor.Web.Tests.Components.Watch;

/// <summary>What is measured has two writers in turn: the server once, and then the script that follows the run.</summary>
public sealed class RunBoardTests : ComponentTest
{
    private static readonly Run Running =
        RunSamples.Create("mlp", status: RunStatus.Running) with { Epoch = 2, Step = 61, StepsPerEpoch = 60, Loss = 0.25 };

    [Fact]
    public void The_server_writes_what_is_measured_once_and_leaves_it_to_the_script()
    {
        var board = Render<RunBoard>(parameters => parameters.Add(board => board.Run, Running));
        Assert.Equal("0.2500", board.Find("[data-value=train-loss]").TextContent);

        board.Render(parameters => parameters.Add(board => board.Run, Running with { Epoch = 3, Loss = 0.125 }));

        Assert.Equal("0.2500", board.Find("[data-value=train-loss]").TextContent);
        Assert.Equal("2", board.Find("[data-value=epoch]").GetAttribute("value"));
    }

    [Fact]
    public void On_a_wall_the_board_says_the_state_and_where_other_figures_stand_above_it_it_does_not()
    {
        var wall = Render<RunBoard>(parameters => parameters.Add(board => board.Run, Running));
        var cell = Render<RunBoard>(parameters => parameters
            .Add(board => board.Run, Running).Add(board => board.Figures, "<p>figures</p>"));

        Assert.Equal("Training", wall.Find("[data-value=run-status]").TextContent);
        Assert.Contains("\"running\":\"Training\"", wall.Find("[data-board]").GetAttribute("data-words"));
        Assert.Empty(cell.FindAll("[data-value=run-status]"));
        Assert.Contains("\"status\":{}", cell.Find("[data-board]").GetAttribute("data-words"));
    }

    [Theory]
    [InlineData("hold-out=5000", 6)]
    [InlineData("hold-out=0", 4)]
    public void The_table_has_columns_for_images_held_out_where_there_are_such(string settings, int columns)
    {
        var board = Render<RunBoard>(parameters => parameters.Add(board => board.Run, RunSamples.Create("cnn", settings)));

        Assert.Equal(columns, board.FindAll("thead th").Count);
        Assert.Empty(board.FindAll("tbody tr"));
    }

    [Fact]
    public void The_panel_beside_the_lesson_shows_the_run_at_a_glance()
    {
        var panel = Render<RunPanel>(parameters => parameters.Add(panel => panel.Run, Running with { Accuracy = 0.975 }));

        Assert.Equal("Training", panel.Find(".headline").TextContent);
        Assert.Equal(["2 of 15", "–", "97.5%"], panel.FindAll(".run-figures dd").Select(figure => figure.TextContent));
        Assert.Equal("6.78", panel.Find(".done").GetAttribute("width"));
    }
}
