using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Storage;
using StackExchange.Redis;

namespace MnistBlazor.Cluster.Redis;

/// <summary>
/// Signals between the processes of a cluster: within this one at once, to the others by a message of Redis. A message that is lost does no
/// harm for long: when the connection comes back everything is signalled, and while it is away every <see cref="Poll"/>.
/// </summary>
internal sealed class RedisSignals : IRunSignals, IDisposable
{
    /// <summary>How often everything is signalled while Redis cannot be reached.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private const char Run = 'r', Learner = 'l';

    private readonly RunSignals _here;
    private readonly StoreHealth _health;
    private readonly ISubscriber _redis;
    private readonly RedisChannel _channel;
    private readonly ITimer _polling;
    private bool _wasAway;

    // Who says it: this process hears its own messages as well.
    private readonly string _self = RunId.New().Value;

    /// <param name="here">Those of this process.</param>
    /// <param name="health">While the store is away, and when it is back, everything is signalled as well: what is shown changes.</param>
    /// <param name="cluster">Of several clusters at one Redis, which.</param>
    public RedisSignals(RunSignals here, IConnectionMultiplexer redis, StoreHealth health, string cluster, TimeProvider time)
    {
        (_here, _health, _redis) = (here, health, redis.GetSubscriber());
        _channel = RedisChannel.Literal($"{cluster}:changed");
        redis.ConnectionRestored += (_, _) => _here.RaiseAll();
        try
        {
            _redis.Subscribe(_channel, (_, message) => Hear(message));
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            // It is subscribed to when Redis is there.
        }
        _polling = time.CreateTimer(_ => PollWhileAway(), null, Poll, Poll);
    }

    public void Raise(RunId run)
    {
        _here.Raise(run);
        Say(Run, run.Value);
    }

    public void Raise(LearnerId learner)
    {
        _here.Raise(learner);
        Say(Learner, learner.Value);
    }

    public IDisposable Subscribe(RunId run, Action signal) => _here.Subscribe(run, signal);

    public IDisposable Subscribe(LearnerId learner, Action signal) => _here.Subscribe(learner, signal);

    public IDisposable Subscribe(Action signal) => _here.Subscribe(signal);

    public void Dispose()
    {
        _polling.Dispose();
        _redis.Unsubscribe(_channel, flags: CommandFlags.FireAndForget);
    }

    private void Say(char what, string id)
    {
        try
        {
            _redis.Publish(_channel, $"{_self}{what}{id}", CommandFlags.FireAndForget);
        }
        catch (RedisException)
        {
            // It is away: the others poll.
        }
    }

    private void Hear(RedisValue message)
    {
        var text = message.ToString();
        if (text.Length <= _self.Length || text.StartsWith(_self, StringComparison.Ordinal)) return;
        var id = text[(_self.Length + 1)..];
        if (text[_self.Length] == Learner) _here.Raise(new LearnerId(id));
        else if (text[_self.Length] == Run && RunId.TryParse(id, out var run)) _here.Raise(run);
    }

    private void PollWhileAway()
    {
        var away = _health.IsAway;
        if (away || _wasAway || !_redis.IsConnected(_channel)) _here.RaiseAll();
        _wasAway = away;
    }
}
