using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MnistBlazor.Cluster.Redis;
using MnistBlazor.Cluster.Tests.Servers;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests.Contracts;
using StackExchange.Redis;

namespace MnistBlazor.Cluster.Tests.Redis;

/// <summary>Signals over Redis keep the contract within a process, and reach the others.</summary>
public sealed class RedisSignalsTests : RunSignalsContract, IDisposable
{
    private static readonly LearnerId Ada = new("ada");

    private readonly List<IDisposable> _open = [];
    private readonly FakeTimeProvider _time = new();

    public RedisSignalsTests(ClusterServers servers)
    {
        ClusterServers.SkipWithoutServers();
        var name = servers.NewName();
        Signals = Process(servers.Redis, name);
        Other = Process(servers.Redis, name);
        Strangers = Process(servers.Redis, servers.NewName());
    }

    protected override IRunSignals Signals { get; }

    private IRunSignals Other { get; }

    private IRunSignals Strangers { get; }

    public void Dispose()
    {
        foreach (var one in Enumerable.Reverse(_open)) one.Dispose();
    }

    [Fact]
    public async Task A_signal_reaches_the_other_processes_of_its_cluster_and_no_other_cluster()
    {
        var (run, told, learner, stranger) = (RunId.New(), new SemaphoreSlim(0), new SemaphoreSlim(0), 0);
        using var a = Other.Subscribe(run, () => told.Release());
        using var b = Other.Subscribe(Ada, () => learner.Release());
        using var c = Strangers.Subscribe(() => Interlocked.Increment(ref stranger));

        Signals.Raise(run);
        await told.WaitAsync(TestContext.Current.CancellationToken);
        Signals.Raise(Ada);
        await learner.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, 0), (told.CurrentCount, learner.CurrentCount));
        Assert.Equal(0, stranger);
    }

    [Fact]
    public async Task Without_Redis_everything_is_signalled_every_two_seconds_and_once_more_when_it_is_back()
    {
        await using var redis = RedisServer.StartNew();
        var (one, other) = (Process(redis, "alone"), Process(redis, "alone"));
        var (run, told) = (RunId.New(), new SemaphoreSlim(0));
        using var subscribed = other.Subscribe(run, () => told.Release());

        redis.Kill();
        one.Raise(run);
        while (!await told.WaitAsync(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken))
            _time.Advance(RedisSignals.Poll);
        while (told.Wait(0))
        {
        }
        redis.Start();
        await told.WaitAsync(TestContext.Current.CancellationToken);
        while (told.Wait(0))
        {
        }
        // Not before the other one is back as well.
        do one.Raise(run);
        while (!await told.WaitAsync(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken));
    }

    private RedisSignals Process(RedisServer server, string cluster)
    {
        var services = new ServiceCollection().AddMetrics().AddSingleton<RunsMetrics>().AddSingleton<RunSignals>().BuildServiceProvider();
        _open.Add(services);
        var redis = ConnectionMultiplexer.Connect(new ConfigurationOptions
        {
            EndPoints = { server.Address }, AbortOnConnectFail = false, BacklogPolicy = BacklogPolicy.FailFast,
            ReconnectRetryPolicy = new LinearRetry(100), ConnectTimeout = 15_000, SyncTimeout = 15_000,
        });
        _open.Add(redis);
        var signals = new RedisSignals(services.GetRequiredService<RunSignals>(), redis, new StoreHealth(), cluster, _time);
        _open.Add(signals);
        return signals;
    }
}
