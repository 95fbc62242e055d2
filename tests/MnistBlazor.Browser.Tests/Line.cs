using Microsoft.Playwright;

namespace MnistBlazor.Browser.Tests;

/// <summary>
/// The network between a visitor and the app, to be cut and repaired. A browser set offline makes no new connection but keeps the
/// WebSockets it has, so those go through here and are closed.
/// </summary>
public sealed class Line : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly List<IWebSocketRoute> sockets = [];

    private Line(IBrowserContext context) => this.context = context;

    /// <summary>To be laid before the visitor opens a page.</summary>
    public static async Task<Line> BetweenAsync(Visitor visitor)
    {
        var line = new Line(visitor.Context);
        await visitor.Context.RouteWebSocketAsync("**", socket =>
        {
            socket.ConnectToServer();
            lock (line.sockets) line.sockets.Add(socket);
        });
        return line;
    }

    public async Task CutAsync()
    {
        await context.SetOfflineAsync(true);
        IWebSocketRoute[] open;
        lock (sockets)
        {
            open = [.. sockets];
            sockets.Clear();
        }
        foreach (var socket in open) await socket.CloseAsync(new() { Code = 4000, Reason = "The line is cut." });
    }

    public Task RepairAsync() => context.SetOfflineAsync(false);

    public async ValueTask DisposeAsync() => await RepairAsync();
}
