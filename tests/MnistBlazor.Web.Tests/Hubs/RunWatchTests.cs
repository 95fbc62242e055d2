using Microsoft.Extensions.Time.Testing;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Web.Hubs;

namespace MnistBlazor.Web.Tests.Hubs;

public sealed class RunWatchTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Log _log = new();

    [Fact]
    public async Task A_reader_gets_the_rest_from_its_number_then_what_comes_then_the_end()
    {
        _log.Append(new RunQueued(), new RunStarted("cpu", "1.13.1", 60, 15), new BatchTrained(1, 1, 2.3));
        await using var reader = Watch(after: 1);

        Assert.Equal("2 3", await NextNumbers(reader));
        var next = NextNumbers(reader);
        Assert.False(next.IsCompleted);
        _log.Append(new BatchTrained(1, 2, 2.2));
        Assert.Equal("4", await next);
        _log.Append(new RunEnded(RunStatus.Completed, null));
        Assert.Equal("5", await NextNumbers(reader));
        Assert.False(await MoveOn(reader));
        Assert.Equal(0, _log.Subscribers);
    }

    [Fact]
    public async Task A_reader_that_has_the_last_event_gets_an_end_at_once()
    {
        _log.Append(new RunQueued(), new RunEnded(RunStatus.Stopped, null));
        await using var reader = Watch(after: 2);

        Assert.False(await MoveOn(reader));
    }

    [Fact]
    public async Task What_happens_between_reading_the_log_and_waiting_is_not_missed()
    {
        _log.AfterNextRead = () => _log.Append(new RunQueued());
        await using var reader = Watch(after: 0);

        Assert.Equal("1", await NextNumbers(reader));
    }

    [Fact]
    public async Task A_long_log_comes_whole_in_pages()
    {
        _log.Append([
            .. Enumerable.Range(1, 2 * RunWatch.PageSize).Select(step => new BatchTrained(1, step, 1)),
            new RunEnded(RunStatus.Completed, null),
        ]);
        var numbers = new List<int>();
        await using var reader = Watch(after: 0);
        while (await MoveOn(reader))
        {
            Assert.InRange(reader.Current.Count, 1, RunWatch.PageSize);
            numbers.AddRange(reader.Current.Select(e => e.Number));
        }

        Assert.Equal(Enumerable.Range(1, 2 * RunWatch.PageSize + 1), numbers);
    }

    [Fact]
    public async Task A_reader_that_falls_behind_skips_batches_but_no_epoch_and_not_the_end()
    {
        _log.Append(new RunQueued());
        await using var reader = Watch(after: 0);
        Assert.Equal("1", await NextNumbers(reader));

        var waiting = NextNumbers(reader); // it has caught up and waits; the next list is delayed by its slowness
        _log.Append(new BatchTrained(1, 1, 2.3));
        Assert.Equal("2", await waiting);
        const int behind = 3 * RunWatch.PageSize;
        _log.Append([.. Enumerable.Range(2, behind).Select(RunEvent (step) => step % 100 == 0
            ? new EpochTrained(step / 100, step, 0.5, 1)
            : new BatchTrained(1, step, 1))]);
        _log.Append(new RunEnded(RunStatus.Completed, null));

        Assert.True(await MoveOn(reader));
        var events = reader.Current;
        Assert.Equal(behind / 100, events.OfType<EpochTrained>().Count());
        Assert.Equal(behind + 1, Assert.Single(events.OfType<BatchTrained>()).Step);
        Assert.IsType<RunEnded>(events[^1]);
        Assert.Equal(events.Select(e => e.Number).Order(), events.Select(e => e.Number));
        Assert.False(await MoveOn(reader));
    }

    [Fact]
    public async Task A_reader_that_leaves_is_forgotten()
    {
        using var leaving = new CancellationTokenSource();
        await using var reader = Watch(after: 0, leaving.Token);
        var next = MoveOn(reader);
        Assert.Equal(1, _log.Subscribers);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        Assert.Equal(0, _log.Subscribers);
    }

    private IAsyncEnumerator<IReadOnlyList<RunEvent>> Watch(int after, CancellationToken cancellation = default) =>
        RunWatch.Stream(_log.EventsAfter, _log.Subscribe, after, _time, cancellation).GetAsyncEnumerator(cancellation);

    private async Task<string> NextNumbers(IAsyncEnumerator<IReadOnlyList<RunEvent>> reader)
    {
        Assert.True(await MoveOn(reader));
        return string.Join(' ', reader.Current.Select(e => e.Number));
    }

    /// <summary>Asks for the next list, a while after the last.</summary>
    private ValueTask<bool> MoveOn(IAsyncEnumerator<IReadOnlyList<RunEvent>> reader)
    {
        var next = reader.MoveNextAsync();
        _time.Advance(RunWatch.Interval);
        return next;
    }

    /// <summary>A run's log in memory, with the promises of <see cref="RunService"/>.</summary>
    private sealed class Log
    {
        private readonly List<RunEvent> _events = [];
        private readonly List<Subscription> _subscriptions = [];

        public Action? AfterNextRead { get; set; }

        public int Subscribers => _subscriptions.Count;

        public void Append(params RunEvent[] events)
        {
            foreach (var e in events) _events.Add(e with { Number = _events.Count + 1 });
            foreach (var subscription in _subscriptions.ToArray()) subscription.Signal();
        }

        public IReadOnlyList<RunEvent> EventsAfter(int after, int max)
        {
            var events = _events.Where(e => e.Number > after).Take(max).ToList();
            var then = AfterNextRead;
            AfterNextRead = null;
            then?.Invoke();
            return events;
        }

        public IDisposable Subscribe(Subscription subscription)
        {
            _subscriptions.Add(subscription);
            return new Unsubscriber(() => _subscriptions.Remove(subscription));
        }
    }

    private sealed class Unsubscriber(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }
}
