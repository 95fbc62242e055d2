using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MnistBlazor.Web.Hubs;
using MnistBlazor.Web.Tests.Hubs;

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
        await using var socket = await HubConnection.OpenAsync(app.Address, RunHub.Path, cookies: null, Cancellation);

        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var end = await Record.ExceptionAsync(() => socket.ReceiveUntilClosedAsync(Cancellation));
        Assert.False(end is OperationCanceledException, "The socket stayed open.");
    }

    [Fact(Timeout = 60_000)]
    public async Task Nothing_new_begins_after_the_signal_to_stop()
    {
        await using var app = new RunningApp();
        await app.InitializeAsync();
        using var browser = app.NewBrowser();

        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/lessons", Cancellation)).StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => HubConnection.OpenAsync(app.Address, RunHub.Path, cookies: null, Cancellation));
    }
}
