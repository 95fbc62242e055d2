using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Notebook;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Tests.Hosting;

namespace MnistBlazor.Web.Tests.Components.Notebook;

/// <summary>How long a training takes is said beside its button, before the click.</summary>
public sealed class ForecastTests : ComponentTest, IClassFixture<TrainingApp>
{
    private static readonly Lesson Lesson = LessonCatalog.Find("mlp")!;

    private static readonly RunForecast Measured = new(TimeSpan.FromSeconds(40), true, TimeSpan.FromSeconds(6), null);

    private static readonly RunForecast TooLong = Measured with
    {
        Refusal = RunMessages.TooMuchWork(TimeSpan.FromDays(4), TimeSpan.FromHours(3)),
    };

    private readonly LessonContext _context;

    public ForecastTests(TrainingApp app)
    {
        Services.AddSingleton(app.Services.GetRequiredService<UploadedDatasets>());
        var ada = new LearnerId("ada");
        _context = new LessonContext(Lesson, app.Services.GetRequiredService<SessionRegistry>().Open(ada, Lesson.Id), ada);
    }

    [Fact]
    public void Beside_run_stands_how_long_it_takes_and_when_it_starts_and_it_follows_what_is_set()
    {
        var cell = Show(Measured);
        Assert.Equal("Takes about 40 s. Starts in about 6 s.", Text(cell));

        cell.Render(parameters => parameters.Add(cell => cell.Forecast, new(TimeSpan.FromDays(4.2), false, TimeSpan.Zero, null)));
        Assert.Equal("Takes roughly 4 days.", Text(cell));
        Assert.False(cell.Find("[data-action=run]").HasAttribute("disabled"));

        Speak("ko");
        Assert.Equal("약 40초 걸립니다. 약 6초 뒤에 시작합니다.", Text(Show(Measured)));
    }

    [Fact]
    public void What_would_be_refused_cannot_be_run_and_the_reason_stands_beside_both_buttons()
    {
        const string reason = "This training would take roughly 4 days; this server takes trainings of up to 3 h. "
            + "Choose larger batches, fewer epochs or a smaller network.";

        var cell = Show(TooLong);
        var head = Render<LessonHead>(parameters => parameters
            .AddCascadingValue(_context)
            .Add(head => head.State, _context.Session.State)
            .Add(head => head.Forecast, TooLong));

        Assert.Equal(reason, cell.Find(".note.failed").TextContent);
        Assert.True(cell.Find("[data-action=run]").HasAttribute("disabled"));
        Assert.Empty(cell.FindAll("[data-forecast]"));
        Assert.Equal(reason, head.Find("[data-refusal]").TextContent);
        Assert.True(head.Find("[data-action=run-all]").HasAttribute("disabled"));
    }

    [Fact]
    public void A_run_that_gives_way_says_so_and_can_be_held_and_stopped()
    {
        var run = RunSamples.Create("mlp", status: RunStatus.Running) with
        {
            Status = RunStatus.Queued,
            Epoch = 3,
            StepsPerEpoch = 55,
            Step = 130,
            QueuePosition = 2,
            EstimatedWait = TimeSpan.FromSeconds(4),
        };

        var running = CellState.NeverRun(TrainingCell.Name) with { Status = CellStatus.Running };
        var cell = Render<NotebookCell>(parameters => Common(parameters, running)
            .Add(cell => cell.Run, run));

        Assert.Equal("In epoch 3 of 15; gives way to others, 2nd in line, goes on in about 4 s", cell.Find(".note").TextContent);
        Assert.Equal("Waiting", cell.Find(".status .word").TextContent);
        Assert.Equal("running", cell.Find("[data-cell=training]").GetAttribute("data-status"));
        Assert.Equal(["stop", "pause"], cell.FindAll(".actions [data-action]").Select(button => button.GetAttribute("data-action")));
    }

    private IRenderedComponent<NotebookCell> Show(RunForecast forecast) => Render<NotebookCell>(
        parameters => Common(parameters, CellState.NeverRun(TrainingCell.Name)).Add(cell => cell.Forecast, forecast));

    private ComponentParameterCollectionBuilder<NotebookCell> Common(
        ComponentParameterCollectionBuilder<NotebookCell> parameters, CellState state) => parameters
        .AddCascadingValue(_context)
        .Add(cell => cell.Cell, state)
        .Add(cell => cell.Place, 6)
        .Add(cell => cell.Parameters, Lesson.Defaults);

    private static string Text(IRenderedComponent<NotebookCell> cell) =>
        string.Join(' ', cell.Find("[data-forecast]").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
