using System.Text.Json;
using Microsoft.Playwright;
using MnistBlazor.ML.Data;

namespace MnistBlazor.Bench.Apps;

/// <summary>A page that trains the lessons' networks with TensorFlow.js. What it asks for is answered here, not by a network.</summary>
internal sealed class TensorFlowJs
{
    private const string Html = """
        <!doctype html><title>TensorFlow.js</title>
        <script src="/tf.min.js"></script><script src="/tf-backend-wasm.min.js"></script><script src="/tensorflow_epochs.js"></script>
        """;

    private readonly IPage _page;

    private TensorFlowJs(IPage page) => _page = page;

    /// <summary>An epoch's seconds by the clock, or why it cannot be trained.</summary>
    /// <param name="Steps">So many were measured.</param>
    internal sealed record Answer(double Seconds, int Steps, string? Missing);

    /// <param name="modules">The folder of npm's packages.</param>
    public static async Task<TensorFlowJs> OpenAsync(Chromium chromium, string modules, ImageSplit train)
    {
        var page = await chromium.Browser.NewPageAsync();
        page.SetDefaultTimeout(180_000);
        var (images, labels) = (train.AllPixels.ToArray(), train.AllLabels.ToArray());
        await page.RouteAsync("**/*", route =>
        {
            var path = new Uri(route.Request.Url).AbsolutePath;
            return route.FulfillAsync(path switch
            {
                "/" => new() { Body = Html, ContentType = "text/html" },
                "/images" => new() { BodyBytes = images },
                "/labels" => new() { BodyBytes = labels },
                "/tf.min.js" => new() { Path = Path.Combine(modules, "@tensorflow/tfjs/dist/tf.min.js") },
                "/tf-backend-wasm.min.js" => new() { Path = Path.Combine(modules, "@tensorflow/tfjs-backend-wasm/dist" + path) },
                "/tensorflow_epochs.js" => new() { Path = Path.Combine(AppContext.BaseDirectory, "tensorflow_epochs.js") },
                _ when path.EndsWith(".wasm", StringComparison.Ordinal) => new()
                {
                    Path = Path.Combine(modules, "@tensorflow/tfjs-backend-wasm/dist", Path.GetFileName(path)),
                    ContentType = "application/wasm",
                },
                _ => new() { Status = 404 },
            });
        });
        await page.GotoAsync("http://tensorflow.invalid/");
        return new(page);
    }

    /// <param name="backend"><c>wasm</c>, <c>webgl</c> or <c>cpu</c>.</param>
    /// <param name="lesson"><c>softmax</c>, <c>mlp</c> or <c>cnn-quick</c>.</param>
    /// <param name="count">The first so many images are trained with.</param>
    /// <param name="patience">Seconds after which no further step begins, though the epoch is not done.</param>
    public async Task<Answer> TrainAsync(string backend, string lesson, int count, int batchSize, double patience)
    {
        var answer = await _page.EvaluateAsync<JsonElement>("train", new { backend, lesson, count, batchSize, patience });
        if (answer.TryGetProperty("missing", out var missing)) return new(0, 0, missing.GetString());
        var steps = answer.GetProperty("steps").GetInt32();
        return new(answer.GetProperty("seconds").GetDouble() / steps * (count / batchSize), steps, Missing: null);
    }
}
