using System.Net;
using System.Net.Sockets;

namespace MnistBlazor.ML.Tests.Data;

/// <summary>A mirror on this machine that serves files, ranges included, and can be told to misbehave.</summary>
internal sealed class MirrorServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public MirrorServer()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/files/");
        probe.Stop();
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>The connection breaks after this many bytes of an answer; null: never. Applies once.</summary>
    public int? BreaksAfter { get; set; }

    public bool KnowsRanges { get; set; } = true;

    /// <summary>Each request: the file, and the first byte asked for.</summary>
    public List<(string File, long From)> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                Serve(await _listener.GetContextAsync());
            }
            catch (Exception error) when (error is HttpListenerException or InvalidOperationException or IOException)
            {
                // Stopped, or the other side has gone.
            }
        }
    }

    private void Serve(HttpListenerContext context)
    {
        var name = context.Request.Url!.Segments[^1];
        var range = context.Request.Headers["Range"];
        var from = range is null ? 0 : long.Parse(range["bytes=".Length..].TrimEnd('-'));
        lock (Requests) Requests.Add((name, from));
        if (!Files.TryGetValue(name, out var content))
        {
            context.Response.StatusCode = 404;
            context.Response.Close();
            return;
        }
        if (!KnowsRanges) from = 0;
        if (from >= content.Length)
        {
            context.Response.StatusCode = 416;
            context.Response.Close();
            return;
        }
        context.Response.StatusCode = from > 0 ? 206 : 200;
        if (from > 0) context.Response.AddHeader("Content-Range", $"bytes {from}-{content.Length - 1}/{content.Length}");
        context.Response.ContentLength64 = content.Length - from;
        var part = content.AsSpan((int)from);
        var breaks = BreaksAfter is { } limit && limit < part.Length;
        if (breaks) part = part[..BreaksAfter!.Value];
        context.Response.OutputStream.Write(part);
        context.Response.OutputStream.Flush();
        if (breaks)
        {
            BreaksAfter = null;
            context.Response.Abort();
        }
        else
        {
            context.Response.Close();
        }
    }
}
