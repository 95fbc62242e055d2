using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Web.Components.Pages;
using MnistBlazor.Web.Components.Runs;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Models.Charts;
using MnistBlazor.Web.Models.Runs;
using MnistBlazor.Web.Tests.Hosting;

namespace MnistBlazor.Web.Tests.Components.Runs;

/// <summary>Same seed, one change: a run is forked after a batch of its learner's choice, and the two are seen to part.</summary>
public sealed class PartingTests : ComponentTest, IClassFixture<TrainingApp>
{
    private const int Patience = 180_000;

    private static readonly DigitsLesson Lesson = LessonCatalog.FindDigits("softmax")!;

    private readonly TrainingApp _app;

    public PartingTests(TrainingApp app)
    {
        _app = app;
        Share<RunService>();
        Share<RunForks>();
        Share<RunReplays>();
        Share<LearnerAddresses>();
        AddLearner();
    }

    private static TimeSpan Long => TimeSpan.FromSeconds(60);

    private RunService Runs => _app.Services.GetRequiredService<RunService>();

    private LearnerId Learner => Services.GetRequiredService<Learner>().Id;

    [Fact(Timeout = Patience)]
    public async Task A_run_is_forked_after_any_batch_and_the_batch_where_the_two_part_is_told()
    {
        var parent = await EndedAsync(await Runs.StartAsync(Learner, Lesson.Id, Lesson.Options(Lesson.Defaults) with { Epochs = 2 }));
        var page = Render<ForkRun>(parameters => parameters.Add(page => page.Id, parent.Id.Value));
        Assert.Contains("Train on from the end of epoch 1", page.Find("[data-fork=go]").TextContent);

        foreach (var wrong in (string[])["-1", "121", "7.5", "", "x"])
        {
            page.Find("input[data-fork=step]").Change(wrong);
            page.WaitForAssertion(
                () => Assert.Equal("This has to be a whole number from 0 to 120.", page.Find("[role=alert]").TextContent));
        }
        page.Find("input[data-fork=step]").Change("70");
        page.WaitForAssertion(() => Assert.Contains("Train on from batch 10 of epoch 2", page.Find("[data-fork=go]").TextContent));
        page.Find("input[data-parameter=learning-rate]").Change("0.2");
        page.WaitForAssertion(
            () => Assert.Equal("What will differ: Learning rate 0.1 → 0.2", page.Find("[data-fork=changes]").TextContent));
        page.Find("input[data-parameter=seed]").Change("5");
        page.WaitForAssertion(() => Assert.EndsWith("which one did it.", page.Find("[data-fork=changes]").TextContent));
        page.Find("input[data-parameter=seed]").Change(Lesson.Defaults.Text("seed"));
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains("runs/compare?ids=", Services.GetRequiredService<NavigationManager>().Uri), Long);
        var fork = await EndedAsync(Runs.List(Learner)[0]);
        Assert.Equal((parent.Id, 70, 0.2), (fork.ForkedFrom, fork.ForkedAtStep, fork.Options.Optimizer.LearningRate));

        PartedBatch? marked = null;
        var view = Render<PartingView>(parameters => parameters
            .Add(view => view.Runs, Compared(parent, fork))
            .Add(view => view.OnFound, EventCallback.Factory.Create<(PartedBatch Batch, int StepsPerEpoch)>(
                this, found => marked = found.Batch)));
        Assert.Contains("A and B are the same, number for number, up to batch 10 of epoch 2.", view.Markup);
        view.Find("[data-action=part]").Click();
        view.WaitForElement("[data-parting=shown]", Long);

        Assert.Equal("72", view.Find("[data-value=parted-at]").GetAttribute("data-step"));
        Assert.StartsWith("The curves part at batch 72 (batch 12 of epoch 2)", view.Find("[data-value=parted-at]").TextContent.Trim());
        Assert.Equal("step", view.Find("[data-value=parting-why]").GetAttribute("data-why"));
        Assert.Equal(["71", "72"], view.FindAll("[data-parted]").Select(table => table.GetAttribute("data-parted")));
        Assert.Equal("1.0000", view.Find("[data-parted='71'] [data-cosine=gradient]").TextContent);
        Assert.NotEqual("1.0000", view.Find("[data-parted='72'] [data-cosine=gradient]").TextContent);
        Assert.Equal(40, view.FindAll("img.weights").Count); // ten classes, two runs, two batches
        Assert.Equal(72, marked!.Step);
    }

    [Fact(Timeout = Patience)]
    public async Task Runs_without_a_past_or_a_seed_in_common_are_not_compared_and_what_is_gone_is_said()
    {
        var options = Lesson.Options(Lesson.Defaults) with { Epochs = 1 };
        var run = await EndedAsync(await Runs.StartAsync(Learner, Lesson.Id, options));
        var other = await EndedAsync(await Runs.StartAsync(Learner, Lesson.Id, options with { Seed = 9 }));
        var view = Render<PartingView>(parameters => parameters.Add(view => view.Runs, Compared(run, other)));
        Assert.Empty(view.FindAll("[data-action=part]"));

        var same = await EndedAsync(await Runs.StartAsync(Learner, Lesson.Id, options));
        view.Render(parameters => parameters.Add(view => view.Runs, Compared(run, other, same)));
        view.Find("[data-action=part]").Click();
        view.WaitForAssertion(
            () => Assert.StartsWith("Batches trained in both from there: 60.", view.Find("[data-value=parted-at]").TextContent), Long);

        await _app.Services.GetRequiredService<RunArchive>().Delete(Learner, same.Id);
        view.Find("[data-action=part]").Click();
        view.WaitForAssertion(() => Assert.Contains("no longer there", view.Find("[role=status]").TextContent), Long);

        var gone = Render<ForkRun>(parameters => parameters.Add(page => page.Id, same.Id.Value));
        Assert.Empty(gone.FindAll("form"));
    }

    private static IReadOnlyList<ComparedRun> Compared(params Run[] runs) =>
        [.. runs.Select((run, i) => new ComparedRun(run, RunMark.All[i], run.Id.Value, []))];

    private async Task<Run> EndedAsync(Run run)
    {
        using var subscription = new Subscription(TimeSpan.Zero);
        using var _ = Runs.Subscribe(run.Id, subscription);
        while (!Runs.Find(Learner, run.Id)!.Ended) await subscription.NextAsync(Xunit.TestContext.Current.CancellationToken);
        return Runs.Find(Learner, run.Id)!;
    }

    private void Share<T>() where T : class => Services.AddSingleton(_app.Services.GetRequiredService<T>());
}
