using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using MnistBlazor.Runs.Signals;

namespace MnistBlazor.Runs.Tests.Signals;

public sealed class SubscriptionTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250), Limit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _called = new(0);
    private int _calls;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_signal_is_told_at_once_and_a_flood_after_it_once_when_the_interval_is_over()
    {
        using var subscription = new Subscription(Interval, _time);
        subscription.Signal();
        Assert.True(subscription.NextAsync(Cancellation).IsCompletedSuccessfully);

        for (var i = 0; i < 1000; i++) subscription.Signal();
        var next = subscription.NextAsync(Cancellation);
        _time.Advance(Interval - TimeSpan.FromTicks(1));
        Assert.False(next.IsCompleted);
        subscription.Signal();
        _time.Advance(TimeSpan.FromTicks(1));
        await next.WaitAsync(Limit, Cancellation);

        Assert.False(subscription.NextAsync(Cancellation).IsCompleted);
    }

    [Fact]
    public void A_signal_after_a_quiet_time_does_not_wait()
    {
        using var subscription = new Subscription(Interval, _time);
        subscription.Signal();
        Assert.True(subscription.NextAsync(Cancellation).IsCompletedSuccessfully);
        _time.Advance(10 * Interval);

        subscription.Signal();

        Assert.True(subscription.NextAsync(Cancellation).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_signal_during_a_call_leads_to_another_and_never_to_two_at_a_time()
    {
        var (atOnce, most) = (0, 0);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = Calling(async () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref atOnce));
            if (_calls == 1) await go.Task;
            Interlocked.Decrement(ref atOnce);
        });
        subscription.Signal();
        await CalledAsync();

        for (var i = 0; i < 10; i++) subscription.Signal();
        _time.Advance(Interval);
        Assert.Equal(1, _calls);
        go.SetResult();
        await CalledAsync();

        Assert.Equal((2, 1), (_calls, most));
    }

    [Fact]
    public async Task After_disposal_nothing_is_called_and_nobody_waits_on()
    {
        var subscription = new Subscription(Interval, _time);
        var waiting = subscription.NextAsync(Cancellation);

        subscription.Dispose();
        subscription.Signal();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Limit, Cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => subscription.NextAsync(Cancellation));
    }

    [Fact]
    public async Task What_fails_is_told_and_the_next_signal_leads_to_a_call_all_the_same()
    {
        var failures = new List<string>();
        using var subscription = new Subscription(
            Interval,
            () =>
            {
                _calls++;
                return _calls == 1 ? throw new InvalidOperationException("a reader's fault") : Called();
            },
            failure =>
            {
                failures.Add(failure.Message);
                return Called();
            },
            _time);
        subscription.Signal();
        await CalledAsync();
        Assert.Equal(["a reader's fault"], failures);

        _time.Advance(Interval);
        subscription.Signal();
        await CalledAsync();

        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task Calls_speak_the_language_of_who_made_the_subscription_not_of_who_signals()
    {
        var language = "";
        using var subscription = InCulture("ko", () => Calling(() =>
        {
            language = CultureInfo.CurrentUICulture.Name;
            return Task.CompletedTask;
        }));

        InCulture("en", () =>
        {
            subscription.Signal();
            return true;
        });
        await CalledAsync();

        Assert.Equal("ko", language);
    }

    [Fact]
    public async Task A_signal_costs_who_gives_it_nothing_however_long_the_reader_takes()
    {
        using var go = new Gate();
        using var subscription = Calling(() =>
        {
            go.Wait();
            return Task.CompletedTask;
        });
        subscription.Signal();
        await CalledAsync();

        for (var i = 0; i < 1000; i++) subscription.Signal();

        Assert.Equal(1, _calls);
        go.Set();
    }

    private Subscription Calling(Func<Task> read) => new(
        Interval,
        async () =>
        {
            _calls++;
            if (_calls == 1) _called.Release();
            await read();
            if (_calls > 1) _called.Release();
        },
        _ => Task.CompletedTask,
        _time);

    private Task Called()
    {
        _called.Release();
        return Task.CompletedTask;
    }

    private async Task CalledAsync() => Assert.True(await _called.WaitAsync(Limit, Cancellation));

    private static T InCulture<T>(string name, Func<T> body)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new CultureInfo(name);
        try
        {
            return body();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
