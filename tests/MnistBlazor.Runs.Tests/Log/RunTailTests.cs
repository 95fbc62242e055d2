using System.Collections.Concurrent;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;

namespace MnistBlazor.Runs.Tests.Log;

/// <summary>
/// However many read a run's stored events, each gets all that was there when it asked, and the store is asked for each once.
/// </summary>
public sealed class RunTailTests
{
    private readonly List<RunEvent> _stored = [];
    private readonly ConcurrentQueue<int> _asked = [];

    [Fact]
    public void Each_question_brings_what_is_new_and_parts_come_from_memory()
    {
        var tail = new RunTail(Read);
        Store(5);

        Assert.Equal([1, 2, 3], Numbers(tail.After(0, 3)));
        Store(2);
        Assert.Equal([4, 5, 6, 7], Numbers(tail.After(3, 100)));
        Assert.Empty(tail.After(7, 100));
        Assert.Empty(tail.After(9, 100));
        Assert.Empty(tail.After(0, 0));

        Assert.Equal([0, 5, 7, 7, 7], _asked);
    }

    [Fact]
    public async Task Those_who_ask_while_the_store_is_asked_are_answered_by_one_more_question_together()
    {
        using var asked = new SemaphoreSlim(0);
        using var go = new Gate();
        var tail = new RunTail(after =>
        {
            asked.Release();
            go.Wait();
            return Read(after);
        });
        var first = Task.Run(() => tail.After(0, 100));
        await asked.WaitAsync(TestContext.Current.CancellationToken);
        var seen = new ConcurrentBag<int>();
        var others = Enumerable.Range(0, 20).Select(_ => new Thread(() => seen.Add(tail.After(0, 100).Count))).ToList();
        others.ForEach(other => other.Start());
        // They wait for the lock: whoever asks now may not be answered by a question that began before.
        SpinWait.SpinUntil(() => others.TrueForAll(other => other.ThreadState.HasFlag(ThreadState.WaitSleepJoin)));
        Store(3);

        go.Set();
        await first;
        others.ForEach(other => other.Join());

        Assert.Equal(Enumerable.Repeat(3, 20), seen);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public void What_could_not_be_read_is_read_by_whoever_asks_next()
    {
        var tail = new RunTail(after => _asked.IsEmpty ? Fail(after) : Read(after));
        Store(1);

        Assert.Throws<IOException>(() => tail.After(0, 1));

        Assert.Equal([1], Numbers(tail.After(0, 1)));
    }

    private IReadOnlyList<RunEvent> Fail(int after)
    {
        _asked.Enqueue(after);
        throw new IOException("away");
    }

    private IReadOnlyList<RunEvent> Read(int after)
    {
        _asked.Enqueue(after);
        lock (_stored) return [.. _stored.Skip(after)];
    }

    private void Store(int count)
    {
        lock (_stored)
        {
            for (var i = 0; i < count; i++)
                _stored.Add(new RunQueued { Number = _stored.Count + 1, At = DateTimeOffset.UnixEpoch });
        }
    }

    private static IEnumerable<int> Numbers(IEnumerable<RunEvent> events) => events.Select(happened => happened.Number);
}
