using System.Net;

namespace MnistBlazor.Web.Tests.Hosting;

public sealed class RequestLimitsTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task One_learner_has_so_many_downloads_at_a_time_and_others_have_theirs()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var (_, slow) = await app.NewLearnerAsync(cancellation);
        var (_, ada) = await app.NewLearnerAsync(cancellation);
        using HttpClient slowReader = app.NewBrowser(slow), adas = app.NewBrowser(ada);
        // Nobody reads on. One that nobody holds would be closed; one that is left open holds up the end of the app.
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < 8; i++) open.Add(await BeginAsync(slowReader));

        using var refused = await BeginAsync(slowReader);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("Wait until one has ended", await refused.Content.ReadAsStringAsync(cancellation));
        open.Add(await BeginAsync(adas));
        Assert.All(open, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        open.ForEach(answer => answer.Dispose());

        Task<HttpResponseMessage> BeginAsync(HttpClient browser) =>
            browser.GetAsync("/datasets/mnist/files.zip", HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    [Fact]
    public async Task Who_asks_without_end_is_held_back_and_others_are_not()
    {
        using var learner = app.NewBrowser();
        await learner.GetAsync("/lessons");
        using var flood = app.NewBrowser();

        // Many at a time: one after the other, a busy machine may not get past what comes back every second.
        var (answers, held) = (0, false);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 10_000).TakeWhile(_ => !Volatile.Read(ref held)), new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (_, cancellation) =>
            {
                using var answer = await flood.GetAsync("/css/tokens.css", cancellation);
                if (answer.StatusCode == HttpStatusCode.TooManyRequests) Volatile.Write(ref held, true);
                else Interlocked.Increment(ref answers);
            });

        Assert.True(held);
        Assert.InRange(answers, 1000, 9_999);
        Assert.Equal(HttpStatusCode.OK, (await learner.GetAsync("/lessons")).StatusCode);
    }
}
