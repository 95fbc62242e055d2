using Microsoft.Extensions.Logging;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>One of the small networks that read the first page's pad. The worker's thread trains it; anyone asks how far it is.</summary>
/// <param name="lesson">The lesson whose kind of network it is.</param>
/// <param name="changed">Called when <see cref="Status"/> has changed.</param>
internal sealed partial class WelcomeModel(
    string lesson, TrainingOptions recipe, TrainingBackend backend, IRunBlobs blobs, ILogger logger, Action changed) : IDisposable
{
    private volatile WelcomeStatus _status = new(lesson, WelcomeState.Waiting);
    private volatile Predictor? _predictor;
    private IRunTrainer? _trainer;
    private Task _keeping = Task.CompletedTask;
    private bool _unusable;

    public string Lesson => lesson;

    public TrainingOptions Recipe => recipe;

    /// <summary>
    /// The name under which the weights are kept. What earlier versions kept of lesson 3 are another network's, by another name: servers of
    /// both can have theirs.
    /// </summary>
    public string Blob => $"models/welcome-{(lesson == "cnn" ? "cnn-quick" : lesson)}.safetensors";

    public WelcomeStatus Status => _status;

    /// <summary>Null until <see cref="Status"/> is ready.</summary>
    public Predictor? Predictor => _predictor;

    /// <summary>Takes the network that was kept, if there is a usable one.</summary>
    public void Load()
    {
        try
        {
            if (blobs.Read(Blob) is { } weights) Use(new TrainedModel(recipe.Model, weights));
        }
        catch (Exception exception)
        {
            if (!_unusable) LogUnusable(exception, Blob);
            _unusable = true;
        }
    }

    /// <summary>Trains one batch, and after the last one reads with what came of it.</summary>
    public void TrainBatch(ImageDataset dataset)
    {
        try
        {
            _trainer ??= backend.CreateTrainer(recipe, dataset, null);
            _trainer.TrainBatch();
            var progress = (double)_trainer.Step / (_trainer.StepsPerEpoch * recipe.Epochs);
            if (_trainer.Finished) Finish(_trainer);
            else if (Math.Floor(progress * 20) > Math.Floor(_status.Progress * 20) || _trainer.Step == 1)
                Tell(WelcomeState.Training, progress);
        }
        catch (Exception exception)
        {
            LogFailed(exception, lesson);
            Fail(RunMessages.Of(exception, recipe, _trainer?.Step ?? 0));
            DisposeTrainer();
        }
    }

    /// <summary>It waits to be trained (again).</summary>
    public void Wait() => Tell(WelcomeState.Waiting);

    public void Fail(Message why) => Tell(WelcomeState.Failed, failure: why);

    public void Dispose()
    {
        DisposeTrainer();
        _keeping.Wait();
    }

    private void DisposeTrainer()
    {
        _trainer?.Dispose();
        _trainer = null;
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
        Tell(WelcomeState.Ready, 1);
    }

    private void Tell(WelcomeState state, double progress = 0, Message? failure = null)
    {
        _status = new(lesson, state, progress, failure);
        changed();
    }

    [LoggerMessage(LogLevel.Warning, "The welcome network in {File} cannot be used and is trained anew.")]
    private partial void LogUnusable(Exception exception, string file);

    [LoggerMessage(LogLevel.Warning, "The welcome network cannot be kept in {File}; the next start trains it again.")]
    private partial void LogNotKept(Exception exception, string file);

    [LoggerMessage(LogLevel.Error, "The welcome network of lesson {Lesson} could not be trained; the next start tries again.")]
    private partial void LogFailed(Exception exception, string lesson);
}
