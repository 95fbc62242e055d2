using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Runs;

namespace MnistBlazor.Web.Tests.Hosting;

public sealed class LearnersPagesTests(TrainingApp app) : IClassFixture<TrainingApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_learner_sees_the_runs_of_their_own_and_nobody_elses()
    {
        var (owner, ownersCookies) = await app.NewLearnerAsync(Cancellation);
        var (_, strangersCookies) = await app.NewLearnerAsync(Cancellation);
        var runs = app.Services.GetRequiredService<RunService>();
        var lesson = LessonCatalog.FindDigits("softmax")!;
        var run = await runs.StartAsync(owner, lesson.Id, lesson.Options(lesson.Defaults) with { Seed = 271828 });
        await runs.StopAsync(owner, run.Id);

        using var ownersBrowser = app.NewBrowser(ownersCookies);
        using var strangersBrowser = app.NewBrowser(strangersCookies);

        Assert.Contains("seed 271828", await ownersBrowser.GetStringAsync("/runs", Cancellation));
        Assert.DoesNotContain("271828", await strangersBrowser.GetStringAsync("/runs", Cancellation));
    }

    [Fact]
    public async Task A_lesson_says_how_long_its_training_takes_and_that_days_are_too_long()
    {
        using var browser = app.NewBrowser();
        var layers = string.Join(',', Enumerable.Repeat("1024-relu-0", 6));

        Assert.Contains("Takes roughly ", await browser.GetStringAsync("/lessons/mlp", Cancellation));
        var tooLong = await browser.GetStringAsync($"/lessons/mlp?layers={layers}&batch-size=1&epochs=100", Cancellation);
        Assert.Matches("This training would take roughly [0-9]+ (h|days); this server takes trainings of up to", tooLong);
    }

    [Fact]
    public async Task Who_has_no_runs_yet_is_led_to_the_first_lesson()
    {
        using var browser = app.NewBrowser();

        Assert.Contains(
            $"class=\"button primary\" href=\"lessons/{LessonCatalog.FindDigits("softmax")!.Id}\"",
            await browser.GetStringAsync("/runs", Cancellation));
    }

    [Fact]
    public async Task The_first_page_has_a_pad_before_anything_is_trained()
    {
        using var browser = app.NewBrowser();

        Assert.Contains("<canvas data-pad", await browser.GetStringAsync("/", Cancellation));
    }
}
