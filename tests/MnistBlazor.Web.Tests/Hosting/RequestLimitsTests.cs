using System.Net;

namespace MnistBlazor.Web.Tests.Hosting;

public sealed class RequestLimitsTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Who_asks_without_end_is_held_back_and_others_are_not()
    {
        using var learner = app.NewBrowser();
        await learner.GetAsync("/lessons");
        using var flood = app.NewBrowser();

        var answers = 0;
        while (answers < 10_000 && (await flood.GetAsync("/css/tokens.css")).StatusCode != HttpStatusCode.TooManyRequests) answers++;

        Assert.InRange(answers, 1000, 9_999);
        Assert.Equal(HttpStatusCode.OK, (await learner.GetAsync("/lessons")).StatusCode);
    }
}
