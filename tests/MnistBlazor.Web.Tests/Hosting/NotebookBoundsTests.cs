using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;

namespace MnistBlazor.Web.Tests.Hosting;

public sealed class NotebookBoundsTests(NotebookBoundsTests.SmallApp app) : IClassFixture<NotebookBoundsTests.SmallApp>
{
    [Fact]
    public async Task Who_comes_when_every_notebook_is_in_use_is_told_so_in_a_sentence()
    {
        using var page = new Subscription(TimeSpan.Zero);
        using var looking = app.Services.GetRequiredService<SessionRegistry>().Open(new LearnerId("ada"), "softmax").Subscribe(page);
        using var browser = app.NewBrowser();

        var answer = await browser.GetStringAsync("/lessons/softmax", TestContext.Current.CancellationToken);

        Assert.Contains("As many lessons are open as this server can hold at once.", answer);
        Assert.DoesNotContain("data-cell", answer);
    }

    public sealed class SmallApp : RunningApp
    {
        protected override string[] Arguments => ["--MnistBlazor:MaxOpenNotebooks", "1"];
    }
}
