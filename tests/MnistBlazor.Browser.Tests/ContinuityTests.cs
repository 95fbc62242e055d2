using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>A notebook and its runs belong to the server: whatever happens to the page, they go on, and the page comes back to them.</summary>
[Collection(AppFixture.OnSecondApp)]
public sealed class ContinuityTests(AppFixture fixture) : BrowserTest(fixture, fixture.SecondApp)
{
    [Fact]
    public async Task A_reload_in_the_middle_of_training_comes_back_to_the_same_run()
    {
        var lesson = await LessonPage.OpenAsync(await VisitAsync(), "lessons/softmax?epochs=12");
        await lesson.RunAllAsync();
        await lesson.ExpectEpochAsync(2);
        var before = await lesson.EpochLossesAsync();

        await lesson.Page.ReloadAsync();
        await lesson.ExpectAllDoneAsync();

        await lesson.ExpectEpochsOnChartAsync(12);
        var after = await lesson.EpochLossesAsync(12);
        Assert.Equal(before, after.Take(before.Count));
        await Expect(lesson.Cell("evaluation").Locator("[data-value=test-accuracy]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Two_tabs_of_one_learner_stay_in_step()
    {
        var visitor = await VisitAsync();
        var one = await LessonPage.OpenAsync(visitor);
        var other = await LessonPage.OpenAsync(visitor);
        await one.SetAsync("epochs", "3");
        await Expect(other.Parameter("epochs")).ToHaveValueAsync("3");

        await other.RunAllAsync();
        await one.ExpectAllDoneAsync();

        await one.ExpectEpochsOnChartAsync(3);
        await other.ExpectEpochsOnChartAsync(3);
        Assert.Equal(await one.EpochLossesAsync(3), await other.EpochLossesAsync(3));
        await one.SetAsync("learning-rate", "0.2");
        await other.ExpectValidityAsync("training", "stale");
        await other.ExpectValidityAsync("model", "evaluated");
    }

    [Fact]
    public async Task A_lost_connection_comes_back_by_itself_to_a_run_that_went_on()
    {
        var visitor = await VisitAsync();
        visitor.Forgive("WebSocket|ERR_INTERNET_DISCONNECTED|Failed to fetch|ERR_CONNECTION|Connection disconnected|Failed to complete negotiation|Failed to start the connection");
        await using var line = await Line.BetweenAsync(visitor);
        var lesson = await LessonPage.OpenAsync(visitor, "lessons/softmax?epochs=12");
        await lesson.RunAllAsync();
        await lesson.ExpectEpochAsync(1);

        await line.CutAsync();
        await Expect(lesson.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await line.RepairAsync();

        await Expect(lesson.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await lesson.ExpectAllDoneAsync();
        await lesson.ExpectEpochsOnChartAsync(12);
        await lesson.EpochLossesAsync(12);
    }

    [Fact]
    public async Task A_link_with_parameters_opens_the_lesson_as_set_and_gives_the_same_curve_to_a_stranger()
    {
        var teacher = await LessonPage.OpenAsync(await VisitAsync());
        await teacher.SetAsync("epochs", "2");
        await teacher.SetAsync("learning-rate", "0.5");
        await Expect(teacher.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("learning-rate=0.5&epochs=2"));
        var handout = new Uri(teacher.Page.Url).PathAndQuery;
        await teacher.RunAllAsync();
        await teacher.ExpectAllDoneAsync();

        var learner = await LessonPage.OpenAsync(await VisitAsync(), handout);
        await Expect(learner.Parameter("learning-rate")).ToHaveValueAsync("0.5");
        await learner.RunAllAsync();
        await learner.ExpectAllDoneAsync();

        Assert.Equal(await teacher.EpochLossesAsync(2), await learner.EpochLossesAsync(2));
    }

    [Fact]
    public async Task Ctrl_C_stops_the_app_cleanly_in_the_middle_of_a_run()
    {
        await using var app = await AppProcess.StartAsync();
        var visitor = await VisitAsync(app: app);
        visitor.Forgive(".*"); // its server goes away
        var lesson = await LessonPage.OpenAsync(visitor, "lessons/softmax?epochs=100");
        await lesson.RunAllAsync();
        await lesson.ExpectEpochAsync(1);

        var code = await app.InterruptAsync();
        Assert.True(code == 0, $"The app ended with code {code}:\n{app.Output}");
        Assert.Empty(app.TakeErrors());
    }
}
