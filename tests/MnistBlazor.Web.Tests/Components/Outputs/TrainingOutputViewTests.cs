using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Outputs;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Tests.Hosting;

namespace MnistBlazor.Web.Tests.Components.Outputs;

public sealed class TrainingOutputViewTests(TrainingApp app) : ComponentTest, IClassFixture<TrainingApp>
{
    private const int Patience = 180_000;

    private readonly LearnerId _ada = new("ada");

    private RunService Runs => app.Services.GetRequiredService<RunService>();

    [Fact(Timeout = Patience)]
    public async Task A_finished_run_shows_where_it_ended_its_weights_and_a_way_to_play_it_again()
    {
        Run? replayed = null;
        var shown = await TrainedAsync();
        var ended = shown.Run!;
        var view = Render<TrainingOutputView>(parameters => parameters
            .Add(view => view.Value, new TrainingOutput(ended.Id))
            .Add(view => view.Shown, shown)
            .Add(view => view.OnReplay, run => replayed = run));

        Assert.Equal("1", view.Find("[data-value=epoch]").GetAttribute("value"));
        Assert.Equal($"{ended.Step}", view.Find("[data-value=step]").GetAttribute("value"));
        Assert.Equal(ended.Id.Value, view.Find("[data-board] .plot").GetAttribute("data-run"));
        Assert.Equal(10, view.FindAll(".strip img").Count);
        view.Find("[data-action=replay]").Click();
        Assert.Equal(ended, replayed);
    }

    [Fact]
    public void Of_a_run_that_was_deleted_nothing_is_left_to_press()
    {
        var view = Render<TrainingOutputView>(parameters => parameters
            .Add(view => view.Value, new TrainingOutput(RunId.New()))
            .Add(view => view.Shown, new ShownRun(Runs, _ada, TimeProvider.System)));

        Assert.Equal("0", view.Find("[data-value=epoch]").TextContent);
        Assert.Empty(view.FindAll("button"));
    }

    private async Task<ShownRun> TrainedAsync()
    {
        var lesson = LessonCatalog.All[0];
        var run = Runs.Start(_ada, lesson.Id, lesson.Options(lesson.Defaults) with { Epochs = 1 });
        var changed = new SemaphoreSlim(0);
        using (Runs.Subscribe(run.Id, () => changed.Release()))
            while (!Runs.Find(_ada, run.Id)!.Ended) await changed.WaitAsync(Xunit.TestContext.Current.CancellationToken);
        var shown = new ShownRun(Runs, _ada, TimeProvider.System);
        shown.Refresh(run.Id);
        return shown;
    }
}
