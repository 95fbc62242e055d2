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
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>
/// The small network that reads the first page's pad: trained by the app on its first start, whenever no learner's run needs the
/// device, and kept in the data directory from then on.
/// </summary>
internal sealed partial class WelcomeModel(TrainingBackend backend, DataDirectory directory, ILogger<WelcomeModel> logger) : IBackgroundTraining
{
    public static readonly TrainingOptions Recipe = new()
    {
        Model = new MultilayerPerceptronSpec([new HiddenLayer(128)]),
        Optimizer = new OptimizerSpec(OptimizerKind.Adam, LearningRate: 0.002),
        BatchSize = 250,
        Epochs = 5,
        Seed = 1,
    };

    private static readonly TimeSpan DatasetRetry = TimeSpan.FromMinutes(1);

    private readonly Signals<WelcomeModel> _signals = new();
    private readonly CancellationTokenSource _ending = new();
    private volatile WelcomeStatus _status = new(WelcomeState.Waiting);
    private volatile Predictor? _predictor;
    private volatile ImageDataset? _dataset;
    private IRunTrainer? _trainer;
    private Task _keeping = Task.CompletedTask;

    public Action Wake { private get; set; } = () => { };

    public WelcomeStatus Status => _status;

    /// <summary>Null until <see cref="Status"/> is ready.</summary>
    public Predictor? Predictor => _predictor;

    public string File => Path.Combine(directory.Models, "welcome.safetensors");

    public IDisposable Subscribe(Action signal) => _signals.Subscribe(this, signal);

    /// <summary>Takes the kept network, or sees to it that one is trained.</summary>
    public void Start()
    {
        if (!TryLoad()) _ = FindDataset(_ending.Token);
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
            else if (Math.Floor(progress * 20) > Math.Floor(_status.Progress * 20) || _trainer.Step == 1) Tell(new(WelcomeState.Training, progress));
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            Tell(new(WelcomeState.Failed, 0, RunMessages.Of(exception, Recipe, _trainer?.Step ?? 0)));
            LetGo();
        }
        return true;
    }

    public void Dispose()
    {
        _ending.Cancel();
        LetGo();
        _keeping.Wait();
    }

    private void LetGo()
    {
        _trainer?.Dispose();
        _trainer = null;
    }

    private bool TryLoad()
    {
        try
        {
            if (!System.IO.File.Exists(File)) return false;
            Use(new TrainedModel(Recipe.Model, System.IO.File.ReadAllBytes(File)));
            return true;
        }
        catch (Exception exception)
        {
            LogUnusable(exception, File);
            return false;
        }
    }

    private async Task FindDataset(CancellationToken cancellation)
    {
        while (_dataset is null)
        {
            try
            {
                _dataset = await backend.LoadDataset(default, Recipe.Dataset).WaitAsync(cancellation);
                Tell(new(WelcomeState.Waiting));
                Wake();
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
        LetGo();
        Use(model);
        _keeping = Task.Run(() =>
        {
            try
            {
                DataDirectory.Write(File, model.Weights);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogNotKept(exception, File);
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

    // Not on the training thread: who listens must not hold it up.
    private void Tell(WelcomeStatus status)
    {
        _status = status;
        ThreadPool.QueueUserWorkItem(_ => _signals.Raise(this));
    }

    [LoggerMessage(LogLevel.Warning, "The welcome network in {File} cannot be used and is trained anew.")]
    private partial void LogUnusable(Exception exception, string file);

    [LoggerMessage(LogLevel.Warning, "The welcome network cannot be kept in {File}; the next start trains it again.")]
    private partial void LogNotKept(Exception exception, string file);

    [LoggerMessage(LogLevel.Error, "The welcome network could not be trained; the next start tries again.")]
    private partial void LogFailed(Exception exception);
}
