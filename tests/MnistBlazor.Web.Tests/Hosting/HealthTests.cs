using System.Net;

namespace MnistBlazor.Web.Tests.Hosting;

public sealed class HealthTests(TrainingApp training, RunningApp withoutWorkers) : IClassFixture<TrainingApp>, IClassFixture<RunningApp>
{
    [Fact]
    public async Task Healthz_answers_once_the_app_can_serve_and_train()
    {
        using var browser = training.NewBrowser();

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/healthz")).StatusCode);
    }

    [Fact]
    public async Task Healthz_tells_when_no_thread_trains()
    {
        using var browser = withoutWorkers.NewBrowser();
        var answer = await browser.GetAsync("/healthz");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("Unhealthy", await answer.Content.ReadAsStringAsync());
    }
}
