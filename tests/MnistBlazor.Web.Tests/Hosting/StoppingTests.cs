using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>
/// Ctrl+C takes effect at once although browsers hold sockets open, and open new ones the moment those close. These tests look at
/// the app between the signal and the closing of its port, which is when a browser would slip in and be waited for.
/// </summary>
public sealed class StoppingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Open_sockets_end_with_the_signal_to_stop()
    {
        await using var app = new RunningApp();
        await app.InitializeAsync();
        await using var hub = app.NewHub();
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.SetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync(Cancellation);

        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        await closed.Task.WaitAsync(Cancellation);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nothing_new_begins_after_the_signal_to_stop()
    {
        await using var app = new RunningApp();
        await app.InitializeAsync();
        using var browser = app.NewBrowser();
        await using var hub = app.NewHub();

        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/lessons", Cancellation)).StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => hub.StartAsync(Cancellation));
    }
}
