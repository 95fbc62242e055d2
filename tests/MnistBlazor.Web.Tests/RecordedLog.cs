using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MnistBlazor.Web.Tests;

/// <summary>What an app has logged, as its operator sees it: past the filters.</summary>
internal sealed class RecordedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    /// <summary>Warnings and worse.</summary>
    public IReadOnlyList<string> Problems => [.. _lines.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Text)];

    public ILogger CreateLogger(string category) => new Recorder(this, category);

    public void Dispose()
    {
    }

    private sealed class Recorder(RecordedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format) =>
            log._lines.Enqueue((level, $"{category}: {format(state, exception)} {exception}"));
    }
}
