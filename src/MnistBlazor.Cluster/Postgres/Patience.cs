using System.Net.Sockets;
using MnistBlazor.Runs.Contracts;
using Npgsql;
using Polly;
using Polly.Retry;

namespace MnistBlazor.Cluster.Postgres;

/// <summary>What is asked of the database while it is away: training waits for the answer, pages do not.</summary>
internal sealed class Patience
{
    private readonly ResiliencePipeline _pipeline;

    private Patience(int attempts)
    {
        var pipeline = new ResiliencePipelineBuilder();
        if (attempts > 0)
        {
            pipeline.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(IsAway),
                MaxRetryAttempts = attempts,
                Delay = TimeSpan.FromMilliseconds(500),
            });
        }
        _pipeline = pipeline.Build();
    }

    /// <summary>Asks again for half a minute: to a run "not there" would mean that it begins anew.</summary>
    public static Patience OfTraining { get; } = new(attempts: 60);

    /// <summary>Somebody looks at the page.</summary>
    public static Patience OfPages { get; } = new(attempts: 0);

    /// <exception cref="StoreAwayException">It did not answer in time.</exception>
    public T Ask<T>(Func<T> ask)
    {
        try
        {
            return _pipeline.Execute(ask);
        }
        catch (Exception away) when (IsAway(away))
        {
            throw new StoreAwayException(away);
        }
    }

    // Entity Framework wraps what it meets.
    private static bool IsAway(Exception failure) =>
        failure.GetBaseException() is NpgsqlException { IsTransient: true } or TimeoutException or SocketException;
}
