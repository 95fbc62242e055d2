using MnistBlazor.ML.Training;

namespace MnistBlazor.Runs.Scheduling;

/// <summary>Work for a device that no learner needs at present.</summary>
public interface IBackgroundTraining : IDisposable
{
    /// <summary>Called once, when the worker starts.</summary>
    /// <param name="wake">To be called when there is something to do, again or for the first time; from any thread.</param>
    void Start(Action wake);

    /// <summary>Trains one batch, on the worker's thread.</summary>
    /// <returns>What it trained a batch of; null: there is nothing to do.</returns>
    TrainingOptions? TrainBatch();
}
