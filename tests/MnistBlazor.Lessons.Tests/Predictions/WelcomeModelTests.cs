using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Lessons.Tests.Predictions;

public sealed class WelcomeModelTests : IDisposable
{
    private static readonly StrokePoint[][] Line = [[new(0.5f, 0.1f), new(0.5f, 0.9f)]];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_trained_on_the_first_start_and_kept_from_then()
    {
        float[] read;
        await using (var notebook = await StartWithWelcome(TorchTraining.Backend()))
        {
            var reader = notebook.Get<PredictionService>();
            await UntilWelcome(reader, WelcomeState.Ready);
            read = (await reader.PredictWelcomeAsync(Ada, Line))!.Probabilities;
            await notebook.Stop();
        }

        await using var next = await StartWithWelcome(TorchTraining.Backend(_ => throw new InvalidOperationException("trained again")));
        Assert.Equal(WelcomeState.Ready, next.Get<PredictionService>().Welcome.State);
        Assert.Equal(read, (await next.Get<PredictionService>().PredictWelcomeAsync(Ada, Line))!.Probabilities);
    }

    [Fact]
    public async Task Learners_runs_come_first()
    {
        var order = new List<string>();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var go = new ManualResetEventSlim();
        await using var notebook = await StartWithWelcome(TorchTraining.Backend((options, _) =>
        {
            order.Add(options == WelcomeModel.Recipe ? "welcome" : "run");
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
    public async Task While_it_trains_the_page_is_told_how_far_and_nothing_is_read()
    {
        using var go = new ManualResetEventSlim();
        await using var notebook = await StartWithWelcome(TorchTraining.Backend(step =>
        {
            if (step == 3) go.Wait();
        }));
        var reader = notebook.Get<PredictionService>();

        var training = await UntilWelcome(reader, WelcomeState.Training);
        Assert.InRange(training.Progress, 0.01, 0.99);
        Assert.Null(await reader.PredictWelcomeAsync(Ada, Line));

        go.Set();
        await UntilWelcome(reader, WelcomeState.Ready);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no weights at all")]
    public async Task A_file_that_holds_no_weights_is_replaced(string content)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "models"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "models", "welcome.safetensors"), content);
        await using var notebook = await StartWithWelcome(TorchTraining.Backend());

        await UntilWelcome(notebook.Get<PredictionService>(), WelcomeState.Ready);

        Assert.NotNull(await notebook.Get<PredictionService>().PredictWelcomeAsync(Ada, Line));
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

    private Task<TestServer> StartWithWelcome(TrainingBackend backend) => LessonsServer.Start(
        _folder, backend,
        services: services => services.AddSingleton<IBackgroundTraining>(provider => provider.GetRequiredService<WelcomeModel>()));

    private static Task<WelcomeStatus> UntilWelcome(PredictionService reader, WelcomeState state) =>
        Until(reader.SubscribeWelcome, () => reader.Welcome, status => status.State == state);
}
