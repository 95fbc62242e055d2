using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Web.Components.Inside;
using MnistBlazor.Web.Components.Outputs;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Tests.Hosting;

namespace MnistBlazor.Web.Tests.Components.Outputs;

public sealed class TrainingOutputViewTests(TrainingApp app) : ComponentTest, IClassFixture<TrainingApp>
{
    private const int Patience = 180_000;

    private static readonly DigitsLesson Lesson = LessonCatalog.FindDigits("softmax")!;

    private readonly LearnerId _ada = new("ada");

    private RunService Runs => app.Services.GetRequiredService<RunService>();

    [Fact(Timeout = Patience)]
    public async Task A_finished_run_shows_where_it_ended_its_weights_and_a_way_to_play_it_again()
    {
        Run? replayed = null;
        ComponentFactories.AddStub<EmbeddingPanel>();
        var shown = await TrainedAsync();
        var ended = shown.Run!;
        var view = Render<TrainingOutputView>(parameters => parameters
            .AddCascadingValue(shown)
            .AddCascadingValue(new LessonContext(
                Lesson, Session: null!, _ada, EventCallback.Factory.Create<Run>(this, run => replayed = run)))
            .Add(view => view.Value, new TrainingOutput(ended.Id)));

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
            .AddCascadingValue(new ShownRun(Runs, _ada, TimeProvider.System))
            .AddCascadingValue(new LessonContext(Lesson, Session: null!, _ada))
            .Add(view => view.Value, new TrainingOutput(RunId.New())));

        Assert.Equal("0", view.Find("[data-value=epoch]").TextContent);
        Assert.Empty(view.FindAll("button"));
    }

    private async Task<ShownRun> TrainedAsync()
    {
        var run = await Runs.StartAsync(_ada, Lesson.Id, Lesson.Options(Lesson.Defaults) with { Epochs = 1 });
        using (var subscription = new Subscription(TimeSpan.Zero))
        using (Runs.Subscribe(run.Id, subscription))
            while (!Runs.Find(_ada, run.Id)!.Ended) await subscription.NextAsync(Xunit.TestContext.Current.CancellationToken);
        var shown = new ShownRun(Runs, _ada, TimeProvider.System);
        shown.Refresh(run.Id);
        return shown;
    }
}
