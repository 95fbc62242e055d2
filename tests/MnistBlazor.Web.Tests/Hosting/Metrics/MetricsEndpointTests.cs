using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Inference;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Web.Hosting.Metrics;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Hosting.Metrics;

/// <summary>The numbers of an app that really trains, as a Prometheus server on the same machine gets them.</summary>
public sealed class MetricsEndpointTests(TrainingApp app) : IClassFixture<TrainingApp>
{
    private const string Counted = "counted_total{device=\"cuda:0\",kind=\"cnn\"}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task The_numbers_move_with_what_the_app_does_and_name_no_learner()
    {
        var (learner, _) = await app.NewLearnerAsync(Cancellation);
        var before = await ReadAsync(app);

        var runs = app.Services.GetRequiredService<RunService>();
        var lesson = LessonCatalog.FindDigits("softmax")!;
        var run = await runs.StartAsync(learner, lesson.Id, lesson.Options(lesson.Defaults.With("epochs", "1")));
        using (var subscription = new Subscription(TimeSpan.Zero))
        using (runs.Subscribe(run.Id, subscription))
        {
            Assert.InRange((await ReadAsync(app))["mnistblazor_watchers"], 1, double.PositiveInfinity);
            while (!HasEnded()) await subscription.NextAsync(Cancellation);
        }
        StrokePoint[] stroke = [new(0.5f, 0.2f), new(0.5f, 0.8f)];
        Assert.NotNull(await app.Services.GetRequiredService<PredictionService>().PredictAsync(learner, run.Id, [stroke], Cancellation));

        var after = await ReadAsync(app);
        Assert.Equal(60, after["mnistblazor_training_steps_total{device=\"cpu\"}"]);
        Assert.Equal(1, after["mnistblazor_runs_ended_total{status=\"completed\"}"]);
        Assert.Equal(0, after["mnistblazor_runs_ended_total{status=\"failed\"}"]);
        Assert.Equal((0, 0), (after["mnistblazor_queue_length"], after["mnistblazor_runs_running"]));
        Assert.Equal(1, after["mnistblazor_queue_wait_seconds_count"]);
        Assert.Equal(1, after["mnistblazor_reading_duration_seconds_count"]);
        Assert.InRange(after["mnistblazor_reading_duration_seconds_sum"], 1e-6, 180);
        Assert.True(after["mnistblazor_store_flush_duration_seconds_count"] > 0);
        Assert.Equal(0, after["mnistblazor_store_failures_total"]);
        Assert.Equal((0, 0), (after["mnistblazor_circuits_open"], after["mnistblazor_circuits_connected"]));
        const string Processor = "process_cpu_time_seconds_total{cpu_mode=\"user\"}";
        Assert.True(after[Processor] > before[Processor]);
        Assert.True(after["process_uptime_seconds"] > before["process_uptime_seconds"]);
        AssertBuckets(after, "mnistblazor_queue_wait_seconds", "0.1", "1", "5", "15", "60", "300", "900", "3600");
        AssertBuckets(
            after, "mnistblazor_reading_duration_seconds", "0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1");
        AssertBuckets(after, "mnistblazor_store_flush_duration_seconds", "0.001", "0.005", "0.01", "0.05", "0.1", "0.5", "1", "5");

        var text = await TextAsync(app);
        Assert.DoesNotContain(learner.Value, text);
        Assert.DoesNotContain(run.Id.Value, text);

        bool HasEnded() => runs.Find(learner, run.Id) is { Ended: true };
    }

    [Fact]
    public async Task What_has_not_happened_yet_is_shown_as_0()
    {
        await using var started = new TrainingApp();
        await started.InitializeAsync();
        var numbers = (await ReadAsync(started)).Where(number => number.Key.StartsWith("mnistblazor_", StringComparison.Ordinal)).ToList();

        Assert.Equal(
            [
                "mnistblazor_circuits_connected", "mnistblazor_circuits_open", "mnistblazor_notebooks_open", "mnistblazor_queue_length",
                "mnistblazor_runs_ended_total", "mnistblazor_runs_running", "mnistblazor_store_failures_total",
                "mnistblazor_training_steps_total", "mnistblazor_watchers",
            ],
            numbers.Select(number => number.Key.Split('{')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(3, numbers.Count(number => number.Key.StartsWith("mnistblazor_runs_ended_total{status=", StringComparison.Ordinal)));
        Assert.All(numbers, number => Assert.Equal(0, number.Value));
    }

    [Fact]
    public async Task Of_two_apps_in_one_process_each_shows_its_own_numbers()
    {
        await using var other = new RunningApp();
        await other.InitializeAsync();
        Count(app, 2);
        Count(other, 3);

        Assert.Equal((2, 3), ((await ReadAsync(app))[Counted], (await ReadAsync(other))[Counted]));

        static void Count(RunningApp app, int number) => app.Services.GetRequiredService<IMeterFactory>()
            .Create(LessonsMetrics.MeterName).CreateCounter<int>("counted").Add(number, new("device", "cuda:0"), new("kind", "cnn"));
    }

    [Theory]
    [InlineData("", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.3",
        "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores")]
    public async Task It_is_the_format_that_Prometheus_asks_for(string accepted, string given)
    {
        using var prometheus = new HttpClient { BaseAddress = app.Address };
        prometheus.DefaultRequestHeaders.Accept.ParseAdd(accepted);
        using var answer = await prometheus.GetAsync(MetricsEndpoint.Path, Cancellation);

        Assert.Equal(given, answer.Content.Headers.ContentType?.ToString());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Real-IP", "203.0.113.7")]
    [InlineData("Connection", "close")]
    public async Task Visitors_of_a_proxy_are_refused_with_a_word_on_how_it_is_allowed(string sign, string value)
    {
        using var proxy = new HttpClient { BaseAddress = app.Address };
        proxy.DefaultRequestHeaders.Add(sign, value);
        using var answer = await proxy.GetAsync(MetricsEndpoint.Path, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Metrics__ReadableFrom", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Visitors_of_nginx_with_nothing_but_proxy_pass_are_refused()
    {
        // Byte for byte what nginx 1.22 sends on for "location / { proxy_pass http://127.0.0.1:5080; }".
        var answer = await RawRequest.SendAsync(
            app.Address, Cancellation,
            "GET /metrics HTTP/1.0", $"Host: {app.Address.Authority}", "Connection: close", "User-Agent: curl/7.88.1", "Accept: */*");

        Assert.Contains(" 403 ", answer.Split('\n')[0]);
        Assert.DoesNotContain("mnistblazor_", answer);
    }

    [Fact]
    public async Task With_a_token_it_is_read_from_anywhere_and_with_a_public_name_set_from_nowhere_else()
    {
        await using var known = new NamedApp();
        await known.InitializeAsync();
        using var prometheus = new HttpClient { BaseAddress = known.Address };

        Assert.Equal(HttpStatusCode.Forbidden, (await prometheus.GetAsync(MetricsEndpoint.Path, Cancellation)).StatusCode);
        prometheus.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        prometheus.DefaultRequestHeaders.Authorization = new("Bearer", NamedApp.Token[1..]);
        Assert.Equal(HttpStatusCode.Forbidden, (await prometheus.GetAsync(MetricsEndpoint.Path, Cancellation)).StatusCode);
        prometheus.DefaultRequestHeaders.Authorization = new("Bearer", NamedApp.Token);
        Assert.Equal(HttpStatusCode.OK, (await prometheus.GetAsync(MetricsEndpoint.Path, Cancellation)).StatusCode);
    }

    /// <summary>Each bucket holds those below it, and the last, without bound, holds all.</summary>
    private static void AssertBuckets(Dictionary<string, double> numbers, string name, params string[] bounds)
    {
        var buckets = numbers.Where(number => number.Key.StartsWith($"{name}_bucket", StringComparison.Ordinal)).ToList();
        Assert.Equal([.. bounds.Append("+Inf").Select(bound => $"{name}_bucket{{le=\"{bound}\"}}")], buckets.Select(bucket => bucket.Key));
        Assert.Equal(buckets.Select(bucket => bucket.Value).Order(), buckets.Select(bucket => bucket.Value));
        Assert.Equal(numbers[$"{name}_count"], buckets[^1].Value);
    }

    private static async Task<string> TextAsync(RunningApp app)
    {
        using var prometheus = new HttpClient { BaseAddress = app.Address };
        return await prometheus.GetStringAsync(MetricsEndpoint.Path, Cancellation);
    }

    private static async Task<Dictionary<string, double>> ReadAsync(RunningApp app) => (await TextAsync(app))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Split(' '))
        .ToDictionary(parts => parts[0].Replace("{}", ""), parts => double.Parse(parts[1], CultureInfo.InvariantCulture));

    private sealed class NamedApp : RunningApp
    {
        public const string Token = "a-token-of-prometheus";

        protected override string[] Arguments => ["--MnistBlazor:Hosts", "mnist.example", "--Metrics:Token", Token];
    }
}
