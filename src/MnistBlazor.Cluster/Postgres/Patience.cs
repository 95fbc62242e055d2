using System.Net.Sockets;
using Npgsql;
using Polly;
using Polly.Retry;

namespace MnistBlazor.Cluster.Postgres;

/// <summary>Asks again for half a minute while the database is away: for what cannot go on without an answer.</summary>
internal static class Patience
{
    private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            // Entity Framework wraps what it meets.
            ShouldHandle = new PredicateBuilder().Handle<Exception>(failure =>
                failure.GetBaseException() is NpgsqlException { IsTransient: true } or TimeoutException or SocketException),
            MaxRetryAttempts = 60,
            Delay = TimeSpan.FromMilliseconds(500),
        })
        .Build();

    public static T Ask<T>(Func<T> ask) => Pipeline.Execute(ask);
}
