using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>A training in its learner's hands: held, taken step by step, let go on, stopped, taken out of the line.</summary>
public sealed class RunControlTests(AppFixture fixture) : BrowserTest(fixture)
{
    /// <summary>An epoch of 600 batches: long enough to be caught in the middle of one.</summary>
    private const string LongRun = "lessons/softmax?epochs=100&batch-size=100";
    private const int BatchesOfEpoch = 600;

    [Fact]
    public async Task A_held_training_goes_batch_by_batch_and_epoch_by_epoch_and_then_on()
    {
        var lesson = await LessonPage.OpenAsync(await VisitAsync(), LongRun);
        await lesson.RunAsync("training");
        await lesson.ExpectEpochAsync(1);

        await Control(lesson, "pause").ClickAsync();
        await ExpectHeldAsync(lesson);
        var step = (int)await lesson.FigureAsync("step");
        await Control(lesson, "step-batch").ClickAsync();
        await ExpectStepAsync(lesson, step + 1);
        await ExpectHeldAsync(lesson);

        var endOfEpoch = (step + 1) / BatchesOfEpoch * BatchesOfEpoch + BatchesOfEpoch;
        await Control(lesson, "step-epoch").ClickAsync();
        await ExpectStepAsync(lesson, endOfEpoch);
        await ExpectHeldAsync(lesson);
        await lesson.EpochLossesAsync(endOfEpoch / BatchesOfEpoch);

        await Control(lesson, "resume").ClickAsync();
        await lesson.ExpectStatusAsync("training", "running");
        await lesson.ExpectEpochAsync(endOfEpoch / BatchesOfEpoch + 1);

        await Control(lesson, "stop").ClickAsync();
        await lesson.ExpectStatusAsync("training", "done");
        await lesson.ExpectValidityAsync("training", "aborted");
        await Expect(Training(lesson)).ToHaveAttributeAsync("data-run-status", "stopped");
    }

    [Fact]
    public async Task Who_waits_in_line_sees_the_place_and_can_leave_it_without_disturbing_who_trains()
    {
        var first = await LessonPage.OpenAsync(await VisitAsync(), "lessons/softmax?epochs=100&batch-size=10"); // no machine is through with that soon
        await first.RunAsync("training");
        await Expect(Training(first)).ToHaveAttributeAsync("data-run-status", "running");

        var second = await LessonPage.OpenAsync(await VisitAsync(), "lessons/softmax?epochs=1");
        await second.RunAsync("training");
        await Expect(Training(second)).ToHaveAttributeAsync("data-run-status", "queued");
        await Expect(Training(second).Locator(".note")).ToContainTextAsync("in line");
        await Expect(Training(second).Locator(".status")).ToHaveTextAsync("Waiting");
        await Expect(Control(second, "pause")).ToHaveCountAsync(0);

        await Control(second, "stop").ClickAsync();
        await second.ExpectStatusAsync("training", "ready");
        await second.ExpectValidityAsync("training", "aborted");
        await Expect(Training(first)).ToHaveAttributeAsync("data-run-status", "running");

        await Control(first, "stop").ClickAsync();
        await first.ExpectStatusAsync("training", "done");
    }

    private static ILocator Training(LessonPage lesson) => lesson.Cell("training");

    private static ILocator Control(LessonPage lesson, string action) => Training(lesson).Locator($"[data-action={action}]");

    private static async Task ExpectHeldAsync(LessonPage lesson)
    {
        await lesson.ExpectStatusAsync("training", "paused");
        await Expect(Training(lesson)).ToHaveAttributeAsync("data-run-status", "paused");
        await Expect(Training(lesson).Locator(".note")).ToHaveTextAsync(new Regex("^Paused in epoch [0-9]+ of 100, after batch [0-9]+ of 600$"));
    }

    private static Task ExpectStepAsync(LessonPage lesson, int step) =>
        Expect(Training(lesson).Locator("[data-value=step]")).ToHaveAttributeAsync("value", step.ToString(CultureInfo.InvariantCulture));
}
