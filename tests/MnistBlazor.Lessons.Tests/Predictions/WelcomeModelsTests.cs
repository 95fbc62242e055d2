using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Lessons.Tests.Predictions;

public sealed class WelcomeModelsTests : IDisposable
{
    private static readonly StrokePoint[][] Line = [[new(0.5f, 0.1f), new(0.5f, 0.9f)]];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task They_are_trained_on_the_first_start_and_kept_from_then()
    {
        Dictionary<string, float[]> read;
        await using (var notebook = await StartWithWelcome(TorchTraining.Backend()))
        {
            var reader = notebook.Get<PredictionService>();
            await UntilWelcome(reader, WelcomeState.Ready);
            read = await ReadLine(reader);
            await notebook.Stop();
        }

        await using var next = await StartWithWelcome(TorchTraining.Backend(_ => throw new InvalidOperationException("trained again")));
        Assert.All(next.Get<PredictionService>().Welcome, status => Assert.Equal(WelcomeState.Ready, status.State));
        Assert.Equal(LessonCatalog.All.OfType<DigitsLesson>().Select(lesson => lesson.Id), read.Keys);
        Assert.Equal(read, await ReadLine(next.Get<PredictionService>()));
    }

    [Fact]
    public async Task Learners_runs_come_first()
    {
        var order = new List<string>();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var go = new Gate();
        await using var notebook = await StartWithWelcome(TorchTraining.Backend((options, _) =>
        {
            order.Add(WelcomeModels.Recipes.Any(recipe => recipe.Options == options) ? "welcome" : "run");
            if (order.Count > 1) return;
            started.SetResult();
            go.Wait();
        }));
        await started.Task;
        var run = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options(epochs: 1));
        go.Set();
        await notebook.UntilLastEvent(run);
        await UntilWelcome(notebook.Get<PredictionService>(), WelcomeState.Ready);

        Assert.Equal(["welcome", .. Enumerable.Repeat("run", 12), "welcome"], order.Take(14));
    }

    [Fact]
    public async Task The_first_reads_while_the_next_trains_and_the_page_is_told_how_far()
    {
        using var go = new Gate();
        var recipe = WelcomeModels.Recipes[1].Options;
        await using var notebook = await StartWithWelcome(TorchTraining.Backend((options, step) =>
        {
            if (options == recipe && step == 3) go.Wait();
        }));
        var reader = notebook.Get<PredictionService>();

        var training = await Until(reader.SubscribeWelcome, () => reader.Welcome[1], status => status.State == WelcomeState.Training);
        Assert.InRange(training.Progress, 0.01, 0.99);
        Assert.Equal(WelcomeState.Waiting, reader.Welcome[2].State);
        Assert.Equal(["softmax"], (await ReadLine(reader)).Keys);

        go.Set();
        await UntilWelcome(reader, WelcomeState.Ready);
        Assert.Null(await reader.PredictWelcomeAsync(Ada, []));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no weights at all")]
    public async Task A_file_that_holds_no_weights_is_replaced(string content)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "models"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "models", "welcome-softmax.safetensors"), content);
        await using var notebook = await StartWithWelcome(TorchTraining.Backend());

        await UntilWelcome(notebook.Get<PredictionService>(), WelcomeState.Ready);

        Assert.Contains("softmax", (await ReadLine(notebook.Get<PredictionService>())).Keys);
    }

    [Fact]
    public async Task What_an_earlier_version_kept_of_lesson_3_is_left_alone()
    {
        var kept = Path.Combine(_folder.Path, "models", "welcome-cnn.safetensors");
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        await File.WriteAllTextAsync(kept, "another network");
        await using var notebook = await StartWithWelcome(TorchTraining.Backend());

        await UntilWelcome(notebook.Get<PredictionService>(), WelcomeState.Ready);
        await notebook.Stop();

        Assert.Equal("another network", await File.ReadAllTextAsync(kept));
        Assert.True(File.Exists(Path.Combine(_folder.Path, "models", "welcome-cnn-quick.safetensors")));
    }

    [Fact]
    public async Task Without_data_it_says_so()
    {
        await using var notebook = await StartWithWelcome(TorchTraining.Backend() with
        {
            LoadDataset = (_, _) => Task.FromException<ImageDataset>(
                new DatasetException("not-found", "train-images-idx3-ubyte", "It is nowhere.", [])),
        });

        var failed = await UntilWelcome(notebook.Get<PredictionService>(), WelcomeState.Failed);

        Assert.Equal(new("dataset.not-found", "train-images-idx3-ubyte"), failed.Failure);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_first_two_read_most_of_the_test_digits_after_seconds_of_training()
    {
        var dataset = await new DatasetStore(new()).LoadAsync("mnist");
        // The third takes a quarter of a minute; it is trained and asked in the browser's tests.
        foreach (var (lesson, options) in WelcomeModels.Recipes.Take(2))
        {
            var begun = Stopwatch.GetTimestamp();
            using var trainer = TrainingBackend.Torch((_, _) => Task.FromResult(dataset)).CreateTrainer(options, dataset, null);
            while (!trainer.Finished) trainer.TrainBatch();
            var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            var accuracy = Evaluator.Evaluate(trainer.Snapshot(), dataset, "cpu").Accuracy;
            TestContext.Current.TestOutputHelper?.WriteLine($"{lesson}: {accuracy:P2} after {seconds:0.0} s");
            Assert.InRange(accuracy, lesson == "softmax" ? 0.915 : 0.97, 1);
        }
    }

    private Task<TestServer> StartWithWelcome(TrainingBackend backend) => LessonsServer.Start(
        _folder, backend,
        services: services => services.AddSingleton<IBackgroundTraining>(provider => provider.GetRequiredService<WelcomeModels>()));

    private static async Task<Dictionary<string, float[]>> ReadLine(PredictionService reader) =>
        (await reader.PredictWelcomeAsync(Ada, Line))!.ByLesson.ToDictionary(read => read.Key, read => read.Value.Probabilities);

    /// <summary>Until the last of them is there; they are trained one after the other.</summary>
    private static Task<WelcomeStatus> UntilWelcome(PredictionService reader, WelcomeState state) =>
        Until(reader.SubscribeWelcome, () => reader.Welcome[^1], status => status.State == state);
}
