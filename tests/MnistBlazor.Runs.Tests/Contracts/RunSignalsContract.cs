using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Tests.Contracts;

/// <summary>What <see cref="IRunSignals"/> owes: derive from it to hold an implementation to that.</summary>
public abstract class RunSignalsContract
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly LearnerId Ada = new("ada"), Bert = new("bert");

    private readonly RunId _run = RunId.New(), _other = RunId.New();

    protected abstract IRunSignals Signals { get; }

    [Fact]
    public async Task Everyone_who_subscribed_to_a_run_is_told_and_nobody_else()
    {
        using Told first = new(), second = new(), stranger = new(), learner = new();
        using var a = Signals.Subscribe(_run, first.Tell);
        using var b = Signals.Subscribe(_run, second.Tell);
        using var c = Signals.Subscribe(_other, stranger.Tell);
        using var d = Signals.Subscribe(Ada, learner.Tell);

        Signals.Raise(_run);
        await first.AtLeastOnceAsync();
        await second.AtLeastOnceAsync();
        Signals.Raise(_other);
        await stranger.AtLeastOnceAsync();
        Signals.Raise(Ada);
        await learner.AtLeastOnceAsync();

        Assert.Equal((1, 1, 1, 1), (first.Count, second.Count, stranger.Count, learner.Count));
    }

    [Fact]
    public async Task Who_subscribed_to_all_is_told_of_every_run_and_learner_until_they_leave()
    {
        using Told all = new(), run = new();
        var subscribed = Signals.Subscribe(all.Tell);
        using var stays = Signals.Subscribe(_run, run.Tell);

        Signals.Raise(_other);
        await all.AtLeastOnceAsync();
        Signals.Raise(Ada);
        await all.AtLeastOnceAsync();
        subscribed.Dispose();
        Signals.Raise(_run);
        await run.AtLeastOnceAsync();

        Assert.Equal((2, 1), (all.Count, run.Count));
    }

    [Fact]
    public async Task Learners_are_told_apart()
    {
        using Told ada = new(), bert = new();
        using var a = Signals.Subscribe(Ada, ada.Tell);
        using var b = Signals.Subscribe(Bert, bert.Tell);

        Signals.Raise(Bert);
        await bert.AtLeastOnceAsync();

        Assert.Equal(0, ada.Count);
    }

    [Fact]
    public async Task After_many_raises_by_many_threads_the_last_is_seen()
    {
        var (value, seen) = (0, 0);
        using var changed = new Told();
        using var subscription = Signals.Subscribe(_run, () =>
        {
            InterlockedMax(ref seen, Volatile.Read(ref value));
            changed.Tell();
        });

        Parallel.For(0, 1000, _ =>
        {
            Interlocked.Increment(ref value);
            Signals.Raise(_run);
        });

        while (Volatile.Read(ref seen) < 1000) await changed.AtLeastOnceAsync();
    }

    [Fact]
    public async Task Who_has_left_is_not_told_and_leaving_twice_does_no_harm()
    {
        using Told left = new(), stays = new();
        var leaving = Signals.Subscribe(_run, left.Tell);
        using var staying = Signals.Subscribe(_run, stays.Tell);

        leaving.Dispose();
        leaving.Dispose();
        Signals.Raise(_run);
        await stays.AtLeastOnceAsync();

        Assert.Equal(0, left.Count);
    }

    [Fact]
    public async Task One_may_subscribe_and_leave_while_being_told()
    {
        using Told outer = new(), inner = new();
        IDisposable? mine = null, added = null;
        mine = Signals.Subscribe(_run, () =>
        {
            mine?.Dispose();
            added ??= Signals.Subscribe(_run, inner.Tell);
            outer.Tell();
        });
        Signals.Raise(_run);
        await outer.AtLeastOnceAsync();

        Signals.Raise(_run);
        await inner.AtLeastOnceAsync();

        Assert.Equal(1, outer.Count);
        added!.Dispose();
    }

    [Fact]
    public void With_nobody_there_a_raise_does_nothing()
    {
        Signals.Raise(_run);
        Signals.Raise(Ada);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int before;
        do
        {
            before = Volatile.Read(ref target);
            if (before >= value) return;
        }
        while (Interlocked.CompareExchange(ref target, value, before) != before);
    }

    private sealed class Told : IDisposable
    {
        private readonly SemaphoreSlim _told = new(0);
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Tell()
        {
            Interlocked.Increment(ref _count);
            _told.Release();
        }

        public async Task AtLeastOnceAsync() => Assert.True(await _told.WaitAsync(Limit, TestContext.Current.CancellationToken));

        public void Dispose() => _told.Dispose();
    }
}
