using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MnistBlazor.Web.Tests.Hubs;

/// <summary>
/// Speaks SignalR's JSON protocol over a plain WebSocket (the .NET client is one package more). Messages end with 0x1E; see
/// "SignalR Hub Protocol" in the sources of ASP.NET Core.
/// </summary>
public sealed class HubConnection : IAsyncDisposable
{
    private const char End = '\x1e';
    private readonly ClientWebSocket _socket = new();
    private readonly StringBuilder _received = new();
    private int _invocations;

    /// <param name="cookies">Who connects; null: nobody the app knows.</param>
    /// <param name="language">Of the browser.</param>
    public static async Task<HubConnection> OpenAsync(Uri app, string path, CookieContainer? cookies, CancellationToken cancellation, string? language = null)
    {
        var connection = new HubConnection();
        connection._socket.Options.Cookies = cookies;
        if (language is not null) connection._socket.Options.SetRequestHeader("Accept-Language", language);
        await connection._socket.ConnectAsync(new UriBuilder(app) { Scheme = "ws", Path = path }.Uri, cancellation);
        await connection.SendAsync(new JsonObject { ["protocol"] = "json", ["version"] = 1 }, cancellation);
        Assert.Empty(await connection.ReceiveAsync(cancellation));
        return connection;
    }

    /// <summary>Asks for a stream, and gives back its id.</summary>
    public async Task<string> StreamAsync(string method, CancellationToken cancellation, params JsonNode?[] arguments)
    {
        var id = $"{++_invocations}";
        await SendAsync(new JsonObject { ["type"] = 4, ["invocationId"] = id, ["target"] = method, ["arguments"] = new JsonArray(arguments) }, cancellation);
        return id;
    }

    /// <summary>The next item of the only open stream, or null at its end.</summary>
    /// <exception cref="HubError">The stream ended with an error.</exception>
    public async Task<JsonNode?> NextItemAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var message = await ReceiveAsync(cancellation);
            switch ((int?)message["type"])
            {
                case 2: return message["item"]!;
                case 3 when message["error"] is { } error: throw new HubError((string)error!);
                case 3: return null;
                case 6: continue; // ping
                default: throw new HubError(message.ToJsonString());
            }
        }
    }

    public async Task SendAsync(JsonNode message, CancellationToken cancellation) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString() + End), WebSocketMessageType.Text, true, cancellation);

    public async Task<JsonObject> ReceiveAsync(CancellationToken cancellation)
    {
        var buffer = new byte[4096];
        while (true)
        {
            var text = _received.ToString();
            if (text.IndexOf(End) is var end and >= 0)
            {
                _received.Remove(0, end + 1);
                return JsonNode.Parse(text[..end])!.AsObject();
            }
            var result = await _socket.ReceiveAsync(buffer, cancellation);
            if (result.MessageType == WebSocketMessageType.Close) throw new HubError("closed");
            _received.Append(Encoding.UTF8.GetString(buffer, 0, result.Count));
        }
    }

    /// <exception cref="HubError">Always, in the end: the server closed the connection. A broken one throws what the socket throws.</exception>
    public async Task ReceiveUntilClosedAsync(CancellationToken cancellation)
    {
        while (true) await ReceiveAsync(cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>What the hub answered instead of events.</summary>
public sealed class HubError(string message) : Exception(message);
