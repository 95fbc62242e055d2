using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.ML.Inference;
using MnistBlazor.Notebook.Lessons;
using MnistBlazor.Notebook.Reading;
using MnistBlazor.Notebook.Runs;
using MnistBlazor.Web.Hosting.Metrics;

namespace MnistBlazor.Web.Tests.Hosting.Metrics;

/// <summary>The numbers of an app that really trains, as a Prometheus server on the same machine gets them.</summary>
public sealed class MetricsEndpointTests(TrainingApp app) : IClassFixture<TrainingApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task The_numbers_move_with_what_the_app_does_and_name_no_learner()
    {
        var (learner, _) = await app.NewLearnerAsync(Cancellation);
        var before = await ReadAsync();
        Assert.Equal(0, before["mnistblazor_runs_ended_total{status=\"completed\"}"]);
        Assert.Equal(0, before["mnistblazor_queue_length"]);

        var runs = app.Services.GetRequiredService<RunService>();
        var lesson = LessonCatalog.Find("softmax")!;
        var run = runs.Start(learner, lesson.Id, lesson.Options(lesson.Defaults.With("epochs", "1")));
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (runs.Subscribe(run.Id, Look))
        {
            Look();
            Assert.InRange((await ReadAsync())["mnistblazor_watchers"], 1, double.PositiveInfinity);
            await ended.Task.WaitAsync(Cancellation);
        }
        StrokePoint[] stroke = [new(0.5f, 0.2f), new(0.5f, 0.8f)];
        Assert.NotNull(await app.Services.GetRequiredService<DigitReader>().ReadAsync(learner, run.Id, [stroke], Cancellation));

        var after = await ReadAsync();
        Assert.Equal(60, after["mnistblazor_training_steps_total{device=\"cpu\"}"]);
        Assert.Equal(1, after["mnistblazor_runs_ended_total{status=\"completed\"}"]);
        Assert.Equal(0, after["mnistblazor_runs_ended_total{status=\"failed\"}"]);
        Assert.Equal((0, 0), (after["mnistblazor_queue_length"], after["mnistblazor_runs_running"]));
        Assert.Equal(1, after["mnistblazor_queue_wait_seconds_count"]);
        Assert.Equal(1, after["mnistblazor_reading_duration_seconds_bucket{le=\"+Inf\"}"]);
        Assert.InRange(after["mnistblazor_reading_duration_seconds_sum"], 1e-6, 180);
        Assert.True(after["mnistblazor_store_flush_duration_seconds_count"] > 0);
        Assert.Equal(0, after["mnistblazor_store_failures_total"]);
        Assert.True(after["mnistblazor_tensors_alive"] > 0);
        Assert.Equal((0, 0), (after["mnistblazor_circuits_open"], after["mnistblazor_circuits_connected"]));
        Assert.True(after["process_cpu_seconds_total"] > before["process_cpu_seconds_total"]);
        Assert.InRange(after["process_start_time_seconds"], 1.6e9, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);

        var text = await TextAsync();
        Assert.DoesNotContain(learner.Value, text);
        Assert.DoesNotContain(run.Id.Value, text);

        void Look()
        {
            if (runs.Find(learner, run.Id) is { Ended: true }) ended.TrySetResult();
        }
    }

    [Fact]
    public async Task It_is_the_format_that_Prometheus_asks_for()
    {
        using var prometheus = new HttpClient { BaseAddress = app.Address };
        using var answer = await prometheus.GetAsync(MetricsEndpoint.Path, Cancellation);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Visitors_of_a_proxy_are_refused_with_a_word_on_how_it_is_allowed()
    {
        using var proxy = new HttpClient { BaseAddress = app.Address };
        proxy.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        using var answer = await proxy.GetAsync(MetricsEndpoint.Path, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Metrics__ReadableFrom", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private async Task<string> TextAsync()
    {
        using var prometheus = new HttpClient { BaseAddress = app.Address };
        return await prometheus.GetStringAsync(MetricsEndpoint.Path, Cancellation);
    }

    private async Task<Dictionary<string, double>> ReadAsync() => (await TextAsync())
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Split(' '))
        .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
}
