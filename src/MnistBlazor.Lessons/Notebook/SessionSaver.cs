using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>
/// Writes a notebook to the store after it has changed: one write at a time, each of the newest state, so that many changes in a
/// short time cost few writes. While the store cannot be written the notebook goes on, says so, and is tried again; when there is no room
/// for it, it is tried again at the next change.
/// </summary>
internal sealed partial class SessionSaver
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _finishing = new();
    private readonly Func<NotebookState> _state;
    private readonly Func<NotebookState, Task<SessionSaving>> _write;
    private readonly Action _changed, _outdated;
    private readonly ILogger _logger;
    private readonly Task _work;
    private volatile Message? _failure;
    private long _asked, _saved;

    /// <param name="changed">Told when <see cref="Failure"/> has changed.</param>
    /// <param name="outdated">Told when another process has saved a newer one: from then on nothing is saved here.</param>
    public SessionSaver(
        Func<NotebookState> state, Func<NotebookState, Task<SessionSaving>> write, Action changed, Action outdated, ILogger logger)
    {
        (_state, _write, _changed, _outdated, _logger) = (state, write, changed, outdated, logger);
        _work = Task.Run(WorkAsync);
    }

    public Message? Failure => _failure;

    /// <summary>Whether there is nothing that would be lost with the process.</summary>
    public bool IsUpToDate => Interlocked.Read(ref _saved) == Interlocked.Read(ref _asked);

    public void SaveSoon()
    {
        Interlocked.Increment(ref _asked);
        _due.Writer.TryWrite(true);
    }

    /// <summary>Ends when what there was to save has been tried once more.</summary>
    public Task FinishAsync()
    {
        _due.Writer.TryComplete();
        _finishing.Cancel();
        return _work;
    }

    private async Task WorkAsync()
    {
        await foreach (var _ in _due.Reader.ReadAllAsync())
        {
            while (!await TrySaveAsync() && !_finishing.IsCancellationRequested)
                await Task.Delay(RetryInterval, _finishing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TrySaveAsync()
    {
        var before = _failure;
        var tried = false;
        try
        {
            var asked = Interlocked.Read(ref _asked);
            var saving = await _write(_state());
            _failure = saving == SessionSaving.NoRoom ? CellMessages.NotKept : null;
            Interlocked.Exchange(ref _saved, asked);
            tried = true;
            if (saving == SessionSaving.Outdated) _outdated();
        }
        catch (Exception exception)
        {
            _failure = CellMessages.NotSaved;
            if (before is null) LogNotSaved(exception);
        }
        if (_failure != before) _changed();
        return tried;
    }

    [LoggerMessage(LogLevel.Error, "A notebook could not be saved; it is tried again every two seconds.")]
    private partial void LogNotSaved(Exception exception);
}
