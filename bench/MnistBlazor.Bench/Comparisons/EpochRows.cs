using System.Diagnostics;
using MnistBlazor.Bench.Apps;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>
/// Seconds an epoch by the clock, in the app as learners use it: a page that watches, a queue, an event log, checkpoints, and in lesson 2
/// the images held out, which the others do not look at.
/// </summary>
internal static class EpochRows
{
    private const string Missing = "not here: it needs python3-torch";

    /// <summary>One thread, as all others have.</summary>
    public static readonly string[] OneThread = ["--MnistBlazor:Threads", "1"];

    public static async Task<IReadOnlyList<Row>> MeasureAsync(Conditions conditions)
    {
        await using var app = await conditions.StartAppAsync(data: null, OneThread);
        await using var chromium = await Chromium.StartAsync();
        return
        [
            .. await LessonAsync(conditions, app, chromium, ("softmax", "lesson 1", 11, 0.025), Recipes.Softmax),
            .. await LessonAsync(conditions, app, chromium, ("mlp", "lesson 2", 4, 0.1), Recipes.Perceptron),
        ];
    }

    private static async Task<IEnumerable<Row>> LessonAsync(
        Conditions conditions, AppProcess app, Chromium chromium, (string Key, string Name, int Epochs, double OfArticle) lesson,
        TrainingOptions options)
    {
        var mnist = conditions.Mnist;
        using var article = PyTorchEpochs.Start("article", lesson.Key, conditions.MnistFolder, options, mnist);
        using var resident = PyTorchEpochs.Start("resident", lesson.Key, conditions.MnistFolder, options, mnist);
        using var bare = new BareLoop(lesson.Key, mnist.Train, mnist.Train.Count - options.ValidationCount, options.BatchSize);
        using var trainer = new Trainer(options with { Epochs = 10_000 }, mnist);
        var epochs = conditions.Smoke ? 2 : lesson.Epochs;
        List<double> watched = [], unwatched = [], articles = [], residents = [], bares = [], trainers = [];

        // The first epoch is nobody's measure.
        resident?.TrainEpoch();
        bare.TrainEpoch();
        TrainEpoch(trainer);
        for (var round = 0; round < conditions.Times; round++)
        {
            conditions.Say($"epochs of {lesson.Name}, round {round + 1}");
            var address = $"lessons/{lesson.Key}?epochs={epochs}";
            watched.Add(await LiveLesson.EpochSecondsAsync(chromium, app, address, untilIdle: !conditions.Smoke));
            bares.Add(Median(_ => bare.TrainEpoch()));
            if (resident is not null) residents.Add(Median(_ => resident.TrainEpoch().Clock));
            trainers.Add(Median(_ => TrainEpoch(trainer)));
            if (article is not null) articles.Add(article.TrainEpoch().Clock);
            unwatched.Add(await WithoutPageAsync());
        }

        var (ours, what) = (new Samples(watched), $"an epoch of {lesson.Name} in the app, its page open");
        return
        [
            Against("the article's Python loop", article is null ? null : articles, lesson.OfArticle),
            Against("PyTorch, images in one tensor", resident is null ? null : residents, 0.9),
            Against("a bare TorchSharp loop", bares, 1.05),
            Row.Ratio($"an epoch of {lesson.Name} by the trainer alone", new(trainers), "a bare TorchSharp loop", new(bares), "s", null),
            Row.Ratio($"an epoch of {lesson.Name} in the app, no page open", new(unwatched), "its page open", ours, "s", null),
        ];

        Row Against(string other, List<double>? theirs, double most) => theirs is null
            ? Row.Shown(what, ours.Text("s"), other, Missing)
            : Row.Ratio(what, ours, other, new(theirs), "s", most);

        // As many as one run in the app gives, so that the medians are alike.
        double Median(Func<int, double> measure) => new Samples([.. Enumerable.Range(1, epochs - 1).Select(measure)]).Median;

        async Task<double> WithoutPageAsync()
        {
            var page = await LiveLesson.OpenAsync(chromium, app, $"lessons/{lesson.Key}?epochs={(conditions.Smoke ? epochs : 2 * epochs)}");
            var run = await page.TrainAsync();
            await page.Page.GotoAsync("about:blank");
            var seconds = await page.EpochSecondsAsync(run);
            await page.CloseAsync();
            return new Samples([.. seconds.TakeLast(epochs - 1)]).Median; // those after the page had gone
        }
    }

    /// <returns>Seconds by the clock.</returns>
    internal static double TrainEpoch(Trainer trainer)
    {
        var begun = Stopwatch.GetTimestamp();
        do trainer.TrainBatch();
        while (!trainer.EpochJustEnded);
        trainer.ReadEpochLoss();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
