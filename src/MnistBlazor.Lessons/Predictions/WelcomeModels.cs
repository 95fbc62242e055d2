using Microsoft.Extensions.Logging;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Signals;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>
/// The small networks that read the first page's pad, one of each lesson's kind: trained by the app on its first start, one after the
/// other, whenever no learner's run needs the device, and kept among the blobs from then on.
/// </summary>
internal sealed class WelcomeModels : IBackgroundTraining
{
    private static readonly TimeSpan DatasetRetry = TimeSpan.FromMinutes(1), Look = TimeSpan.FromSeconds(2);

    private readonly TrainingBackend _backend;
    private readonly TimeProvider _time;
    private readonly Subscribers<WelcomeModels> _subscribers = new();
    private readonly CancellationTokenSource _ending = new();
    private volatile ImageDataset? _dataset;

    public WelcomeModels(TrainingBackend backend, IRunBlobs blobs, TimeProvider time, ILogger<WelcomeModel> logger)
    {
        (_backend, _time) = (backend, time);
        All = [.. Recipes.Select(recipe => new WelcomeModel(
            recipe.Lesson, recipe.Options, backend, blobs, logger, () => _subscribers.Raise(this)))];
    }

    /// <summary>
    /// The quickest first, so that a first reading comes within seconds; smaller than what the lessons train, so that the last is there
    /// within half a minute on one core.
    /// </summary>
    public static IReadOnlyList<(string Lesson, TrainingOptions Options)> Recipes { get; } =
    [
        ("softmax", new TrainingOptions
        {
            Model = new SoftmaxRegressionSpec(),
            Optimizer = new OptimizerSpec(OptimizerKind.Adam, LearningRate: 0.002),
            BatchSize = 250,
            Epochs = 4,
            Seed = 1,
        }),
        ("mlp", new TrainingOptions
        {
            Model = new MultilayerPerceptronSpec([new HiddenLayer(128), new HiddenLayer(64)]),
            Optimizer = new OptimizerSpec(OptimizerKind.Adam, LearningRate: 0.002),
            BatchSize = 250,
            Epochs = 5,
            Seed = 1,
        }),
        ("cnn", ML.Training.Recipes.ConvolutionalQuick with { ValidationCount = 0, Epochs = 2, Seed = 1 }),
    ];

    public IReadOnlyList<WelcomeModel> All { get; }

    public IDisposable Subscribe(Subscription subscription) => _subscribers.Add(this, subscription.Signal);

    /// <summary>Takes the kept networks, and sees to it that the others are trained.</summary>
    public void Start(Action wake)
    {
        foreach (var model in All) model.Load();
        if (Next is not null) _ = FindDataset(wake, _ending.Token);
    }

    /// <summary>
    /// In place of <see cref="Start"/> where nothing is trained: takes the networks that another process trains, as they come.
    /// </summary>
    public async Task FollowAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            var missing = All.Where(model => model.Status.State != WelcomeState.Ready).ToList();
            if (missing.Count == 0) return;
            await Task.Run(() => missing.ForEach(model => model.Load()));
            await Task.Delay(Look, _time, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public TrainingOptions? TrainBatch()
    {
        if (_dataset is not { } dataset || Next is not { } next) return null;
        next.TrainBatch(dataset);
        return next.Recipe;
    }

    public void Dispose()
    {
        _ending.Cancel();
        foreach (var model in All) model.Dispose();
    }

    private WelcomeModel? Next => All.FirstOrDefault(model => model.Status.State is WelcomeState.Waiting or WelcomeState.Training);

    private async Task FindDataset(Action wake, CancellationToken cancellation)
    {
        var missing = All.Where(model => model.Status.State != WelcomeState.Ready).ToList();
        while (_dataset is null)
        {
            try
            {
                var dataset = await _backend.LoadDataset(default, Recipes[0].Options.Dataset).WaitAsync(cancellation);
                foreach (var model in missing) model.Wait();
                _dataset = dataset;
                wake();
            }
            catch (DatasetException nowhere)
            {
                foreach (var model in missing) model.Fail(RunMessages.Dataset(nowhere));
                await Task.Delay(DatasetRetry, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            if (cancellation.IsCancellationRequested) return;
        }
    }
}
