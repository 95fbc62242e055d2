using Microsoft.Extensions.Logging;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Signals;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>
/// The small network that reads the first page's pad: trained by the app on its first start, whenever no learner's run needs the
/// device, and kept in the data directory from then on.
/// </summary>
internal sealed partial class WelcomeModel(TrainingBackend backend, IRunBlobs blobs, ILogger<WelcomeModel> logger) : IBackgroundTraining
{
    public static readonly TrainingOptions Recipe = new()
    {
        Model = new MultilayerPerceptronSpec([new HiddenLayer(128)]),
        Optimizer = new OptimizerSpec(OptimizerKind.Adam, LearningRate: 0.002),
        BatchSize = 250,
        Epochs = 5,
        Seed = 1,
    };

    /// <summary>The name under which the weights are kept.</summary>
    public const string Blob = "models/welcome.safetensors";

    private static readonly TimeSpan DatasetRetry = TimeSpan.FromMinutes(1);

    private readonly Subscribers<WelcomeModel> _subscribers = new();
    private readonly CancellationTokenSource _ending = new();
    private volatile WelcomeStatus _status = new(WelcomeState.Waiting);
    private volatile Predictor? _predictor;
    private volatile ImageDataset? _dataset;
    private IRunTrainer? _trainer;
    private Task _keeping = Task.CompletedTask;

    public WelcomeStatus Status => _status;

    /// <summary>Null until <see cref="Status"/> is ready.</summary>
    public Predictor? Predictor => _predictor;

    public IDisposable Subscribe(Subscription subscription) => _subscribers.Add(this, subscription.Signal);

    /// <summary>Takes the kept network, or sees to it that one is trained.</summary>
    public void Start(Action wake)
    {
        if (!TryLoad()) _ = FindDataset(wake, _ending.Token);
    }

    public bool TrainBatch()
    {
        if (_dataset is not { } dataset || _status.State is WelcomeState.Ready or WelcomeState.Failed) return false;
        try
        {
            _trainer ??= backend.CreateTrainer(Recipe, dataset, null);
            _trainer.TrainBatch();
            var progress = (double)_trainer.Step / (_trainer.StepsPerEpoch * Recipe.Epochs);
            if (_trainer.Finished) Finish(_trainer);
            else if (Math.Floor(progress * 20) > Math.Floor(_status.Progress * 20) || _trainer.Step == 1)
                Tell(new(WelcomeState.Training, progress));
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            Tell(new(WelcomeState.Failed, 0, RunMessages.Of(exception, Recipe, _trainer?.Step ?? 0)));
            DisposeTrainer();
        }
        return true;
    }

    public void Dispose()
    {
        _ending.Cancel();
        DisposeTrainer();
        _keeping.Wait();
    }

    private void DisposeTrainer()
    {
        _trainer?.Dispose();
        _trainer = null;
    }

    private bool TryLoad()
    {
        try
        {
            if (blobs.Read(Blob) is not { } weights) return false;
            Use(new TrainedModel(Recipe.Model, weights));
            return true;
        }
        catch (Exception exception)
        {
            LogUnusable(exception, Blob);
            return false;
        }
    }

    private async Task FindDataset(Action wake, CancellationToken cancellation)
    {
        while (_dataset is null)
        {
            try
            {
                _dataset = await backend.LoadDataset(default, Recipe.Dataset).WaitAsync(cancellation);
                Tell(new(WelcomeState.Waiting));
                wake();
            }
            catch (DatasetException missing)
            {
                Tell(new(WelcomeState.Failed, 0, RunMessages.Dataset(missing)));
                await Task.Delay(DatasetRetry, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            if (cancellation.IsCancellationRequested) return;
        }
    }

    private void Finish(IRunTrainer trainer)
    {
        var model = trainer.Snapshot();
        DisposeTrainer();
        Use(model);
        _keeping = Task.Run(() =>
        {
            try
            {
                blobs.Write(Blob, model.Weights);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogNotKept(exception, Blob);
            }
        });
    }

    private void Use(TrainedModel model)
    {
        var predictor = new Predictor(model);
        var probabilities = predictor.Predict(new byte[ImageSplit.PixelsPerImage]);
        if (!probabilities.All(float.IsFinite)) throw new FormatException("The welcome network's weights hold no numbers.");
        _predictor = predictor;
        Tell(new(WelcomeState.Ready, 1));
    }

    private void Tell(WelcomeStatus status)
    {
        _status = status;
        _subscribers.Raise(this);
    }

    [LoggerMessage(LogLevel.Warning, "The welcome network in {File} cannot be used and is trained anew.")]
    private partial void LogUnusable(Exception exception, string file);

    [LoggerMessage(LogLevel.Warning, "The welcome network cannot be kept in {File}; the next start trains it again.")]
    private partial void LogNotKept(Exception exception, string file);

    [LoggerMessage(LogLevel.Error, "The welcome network could not be trained; the next start tries again.")]
    private partial void LogFailed(Exception exception);
}
