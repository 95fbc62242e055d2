using Npgsql;
using Orleans.Runtime.MembershipService;
using Polly;
using Polly.Retry;
using StackExchange.Redis;

namespace MnistBlazor.Cluster;

/// <summary>A process that cannot be part of its cluster, for a reason that a person can do something about.</summary>
public sealed class ClusterUnavailableException(string sentence, Exception? cause = null) : Exception(sentence, cause);

/// <summary>Looks at a cluster's settings, and whether what it stands on answers, while a person is still looking.</summary>
public static class ClusterStart
{
    private const string ExampleOfPostgres = "Host=db.school.example;Username=mnist;Password=...;Database=mnist";

    // After a power cut all of them start at once, and these two read first what they kept.
    private static readonly ResiliencePipeline WhileStarting = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = 120, Delay = TimeSpan.FromMilliseconds(500),
        ShouldHandle = new PredicateBuilder()
            .Handle<PostgresException>(failure => failure.SqlState == PostgresErrorCodes.CannotConnectNow)
            .Handle<RedisServerException>(failure => failure.Message.StartsWith("LOADING", StringComparison.Ordinal)),
    }).Build();

    /// <exception cref="ClusterUnavailableException">Something is missing, or does not answer: the message says what.</exception>
    public static async Task CheckAsync(ClusterSettings settings)
    {
        if (settings.Role == ClusterRole.None) return;
        Need(settings.PostgreSql, nameof(settings.PostgreSql), ExampleOfPostgres);
        Need(settings.Redis, nameof(settings.Redis), "redis.school.example:6379");
        if (settings.Address.Length > 0 && settings.Certificate.Length == 0)
        {
            throw new ClusterUnavailableException(
                "Other machines are to reach this one (MnistBlazor__Cluster__Address), so MnistBlazor__Cluster__Certificate names a file "
                + "with the certificate by which the processes know one another.");
        }
        await AskPostgresAsync(settings);
        await AskRedisAsync(settings);
    }

    /// <summary>For a command that needs no more than the database.</summary>
    /// <exception cref="ClusterUnavailableException">It is not set, or does not answer.</exception>
    public static async Task CheckDatabaseAsync(ClusterSettings settings)
    {
        Need(settings.PostgreSql, nameof(settings.PostgreSql), ExampleOfPostgres);
        await AskPostgresAsync(settings);
    }

    /// <summary>What a person can do about a node that could not join the others; null for any other failure.</summary>
    public static string? Explain(Exception failure) => failure is not OrleansClusterConnectivityCheckFailedException
        ? null
        : "This node does not reach the others of its cluster: look whether their port (MnistBlazor__Cluster__Port) lets it through, "
            + "and whether all have the same MnistBlazor__Cluster__Certificate.";

    private static void Need(string value, string name, string example)
    {
        if (value.Length == 0)
            throw new ClusterUnavailableException($"A cluster needs MnistBlazor__Cluster__{name}: {example}");
    }

    private static async Task AskPostgresAsync(ClusterSettings settings)
    {
        try
        {
            await using var database = NpgsqlDataSource.Create(settings.PostgreSql);
            await WhileStarting.ExecuteAsync(async cancellation =>
            {
                await using var connection = await database.OpenConnectionAsync(cancellation);
            });
        }
        // The server is there; the database is made when the store is opened.
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
        }
        catch (Exception failure) when (failure is NpgsqlException or ArgumentException or TimeoutException)
        {
            throw new ClusterUnavailableException(
                $"PostgreSQL does not answer as MnistBlazor__Cluster__PostgreSql says: {OneLine(failure)}", failure);
        }
    }

    private static async Task AskRedisAsync(ClusterSettings settings)
    {
        try
        {
            var options = ConfigurationOptions.Parse(settings.Redis);
            options.AbortOnConnectFail = true;
            await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
            await WhileStarting.ExecuteAsync(async _ => await redis.GetDatabase().PingAsync());
        }
        catch (Exception failure) when (failure is RedisException or ArgumentException or TimeoutException)
        {
            throw new ClusterUnavailableException(
                $"Redis does not answer as MnistBlazor__Cluster__Redis says: {OneLine(failure)}", failure);
        }
    }

    private static string OneLine(Exception failure) => failure.Message.ReplaceLineEndings(" ");
}
