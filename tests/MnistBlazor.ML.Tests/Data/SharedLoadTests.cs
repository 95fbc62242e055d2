using MnistBlazor.ML.Data;

namespace MnistBlazor.ML.Tests.Data;

/// <summary>Many learners open the same lesson at once: the data set is loaded once for all of them.</summary>
public class SharedLoadTests
{
    [Fact]
    public async Task Callers_at_the_same_time_share_one_load_and_its_progress()
    {
        var loads = 0;
        var release = new TaskCompletionSource();
        var shared = new SharedLoad<string>(async (progress, _) =>
        {
            Interlocked.Increment(ref loads);
            await release.Task;
            progress.Report(new("reading", "f", 1, 2));
            return "data";
        });
        var (first, second) = (new Seen(), new Seen());

        var one = shared.WaitAsync(first, CancellationToken.None);
        var two = shared.WaitAsync(second, CancellationToken.None);
        release.SetResult();

        Assert.Equal("data", await one);
        Assert.Same(await one, await two);
        Assert.Equal(1, loads);
        Assert.Equal([new("reading", "f", 1, 2)], first.Reports);
        Assert.Equal([new("reading", "f", 1, 2)], second.Reports);
    }

    [Fact]
    public async Task One_caller_that_stops_waiting_does_not_stop_the_other()
    {
        var release = new TaskCompletionSource();
        var shared = new SharedLoad<string>(async (_, stop) => { await release.Task.WaitAsync(stop); return "data"; });
        using var impatient = new CancellationTokenSource();

        var one = shared.WaitAsync(null, impatient.Token);
        var two = shared.WaitAsync(null, CancellationToken.None);
        impatient.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        release.SetResult();

        Assert.Equal("data", await two);
    }

    [Fact]
    public async Task The_load_stops_when_nobody_waits_any_more_and_starts_again_for_the_next()
    {
        var loads = 0;
        var stopped = new TaskCompletionSource();
        var shared = new SharedLoad<string>(async (_, stop) =>
        {
            if (Interlocked.Increment(ref loads) > 1) return "data";
            try
            {
                await Task.Delay(Timeout.Infinite, stop);
            }
            finally
            {
                stopped.SetResult();
            }
            return "never";
        });
        using var impatient = new CancellationTokenSource();

        var one = shared.WaitAsync(null, impatient.Token);
        impatient.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);

        Assert.Equal("data", await shared.WaitAsync(null, CancellationToken.None));
        await stopped.Task;
        Assert.Equal(2, loads);
    }

    [Fact]
    public async Task A_failure_reaches_the_caller_and_the_next_one_tries_again()
    {
        var loads = 0;
        var shared = new SharedLoad<string>((_, _) =>
            ++loads == 1 ? Task.FromException<string>(new IOException("disk")) : Task.FromResult("data"));

        await Assert.ThrowsAsync<IOException>(() => shared.WaitAsync(null, CancellationToken.None));

        Assert.Equal("data", await shared.WaitAsync(null, CancellationToken.None));
    }

    private sealed class Seen : IProgress<LoadProgress>
    {
        public List<LoadProgress> Reports { get; } = [];

        public void Report(LoadProgress value) => Reports.Add(value);
    }
}
