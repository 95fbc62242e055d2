using MnistBlazor.Bench.Apps;
using MnistBlazor.Lessons.Cnn;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>
/// The lessons' networks in TensorFlow.js, which trains in the browser: seconds an epoch by the clock. What takes long is measured for
/// some seconds and scaled up.
/// </summary>
internal static class TensorFlowJsRows
{
    private const string Library = "TensorFlow.js";

    private static readonly string[] Backends = ["wasm", "webgl", "cpu"];

    private static readonly (string Key, string Name, string Address, TrainingOptions Options)[] Lessons =
    [
        ("softmax", "lesson 1", "lessons/softmax?epochs=", Recipes.Softmax),
        ("mlp", "lesson 2", "lessons/mlp?epochs=", Recipes.Perceptron),
        ("cnn-quick", "lesson 3, quick,", $"lessons/cnn?{Quick()}&epochs=", Recipes.ConvolutionalQuick),
    ];

    public static async Task<IReadOnlyList<Row>> MeasureAsync(Conditions conditions)
    {
        await using var app = await conditions.StartAppAsync(data: null, EpochRows.OneThread);
        // Without a graphics card, WebGL is computed by the processor.
        await using var chromium = await Chromium.StartAsync("--enable-unsafe-swiftshader", "--use-angle=swiftshader");
        var tensorFlow = Modules(new DirectoryInfo(AppContext.BaseDirectory)) is { } modules
            ? await TensorFlowJs.OpenAsync(chromium, modules, conditions.Mnist.Train)
            : null;
        var ours = Lessons.ToDictionary(lesson => lesson.Key, _ => new List<double>());
        var theirs = new Dictionary<(string Lesson, string Backend), List<TensorFlowJs.Answer>>();
        for (var round = 0; round < conditions.Times; round++)
            foreach (var (key, name, address, options) in Lessons)
            {
                conditions.Say($"{Library}, {name} round {round + 1}");
                var page = $"{address}{(conditions.Smoke ? 2 : 4)}";
                ours[key].Add(await LiveLesson.EpochSecondsAsync(chromium, app, page, untilIdle: !conditions.Smoke));
                foreach (var backend in tensorFlow is null ? [] : Backends)
                {
                    if (!theirs.TryGetValue((key, backend), out var answers)) theirs[(key, backend)] = answers = [];
                    if (answers.Any(answer => answer.Missing is not null)) continue;
                    answers.Add(await tensorFlow!.TrainAsync(
                        backend, key, conditions.Mnist.Train.Count - options.ValidationCount, options.BatchSize,
                        patience: conditions.Smoke ? 0.1 : 6));
                }
            }
        return
        [
            .. Lessons.SelectMany(lesson => Backends.Select(backend => Line(
                lesson.Name, new(ours[lesson.Key]), backend, theirs.GetValueOrDefault((lesson.Key, backend)),
                (conditions.Mnist.Train.Count - lesson.Options.ValidationCount) / lesson.Options.BatchSize))),
        ];
    }

    private static Row Line(string name, Samples ours, string backend, List<TensorFlowJs.Answer>? answers, int stepsPerEpoch)
    {
        var what = $"an epoch of {name} in the app, its page open";
        if (answers is null)
            return Row.Shown(what, ours.Text("s"), $"{Library}, {backend}", "not here: it needs the packages of bench/npm");
        if (answers.FirstOrDefault(answer => answer.Missing is not null) is { } none)
            return Row.Shown(what, ours.Text("s"), $"{Library}, {backend}", $"cannot train it: {OneLine(none.Missing!)}");
        var fewest = answers.Min(answer => answer.Steps);
        var share = fewest < stepsPerEpoch ? $", from {fewest} of {stepsPerEpoch} steps" : "";
        var row = Row.Ratio(what, ours, $"{Library}, {backend}{share}", new([.. answers.Select(answer => answer.Seconds)]), "s", null);
        return row with { Held = ours.Median < new Samples([.. answers.Select(answer => answer.Seconds)]).Median };
    }

    private static string OneLine(string reason)
    {
        var line = reason.Split('\n')[0].Replace('|', '/');
        return line.Length <= 120 ? line : line[..120] + "…";
    }

    /// <summary>The recipe as an address has it, but for how long it is trained.</summary>
    private static string Quick() => string.Join('&', new CnnLesson(["cpu"]).Recipes.Single(recipe => recipe.Id == Recipe.Quick).Settings
        .Where(setting => setting.Key != "epochs").Select(setting => $"{setting.Key}={setting.Value}"));

    private static string? Modules(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "bench/npm/node_modules");
            if (Directory.Exists(Path.Combine(candidate, "@tensorflow/tfjs-backend-wasm"))) return candidate;
        }
        return null;
    }
}
