using System.Globalization;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Runs.Contracts;

/// <summary>Everything that runs say to people. The words are Web's, one resource per code and language.</summary>
public static class RunMessages
{
    /// <summary>The loss is no number, or past the bound: {0} step, {1} learning rate, {2} a rate to try.</summary>
    public static Message Diverged(int step, double learningRate) =>
        new("run.diverged", Text(step), Text(learningRate), Text(learningRate / 10));

    /// <summary>{0} step, {1} batch size, {2} a batch size to try.</summary>
    public static Message OutOfMemory(int step, int batchSize) =>
        new("run.out-of-memory", Text(step), Text(batchSize), Text(Math.Max(1, batchSize / 2)));

    /// <summary>{0} step, {1} what the library said, in English.</summary>
    public static Message Error(int step, Exception exception) => new("run.error", Text(step), Message.FirstLine(exception));

    /// <summary>{0} step of the last checkpoint: the server went down each time the run went on from it.</summary>
    public static Message Crashed(int step) => new("run.crashed", Text(step));

    public static Message StoppedByTeacher { get; } = new("run.stopped-by-teacher");

    public static Message DeletedByTeacher { get; } = new("run.deleted-by-teacher");

    /// <summary>The data set's own codes and arguments, see <see cref="DatasetException"/>.</summary>
    public static Message Dataset(DatasetException exception) => new("dataset." + exception.Code, [.. exception.Arguments]);

    /// <summary>{0} about how long it would take, {1} about how long the longest such run may take.</summary>
    public static Message TooMuchWork(TimeSpan takes, TimeSpan allowed) => new("run.refused.too-much-work", Text(takes), Text(allowed));

    /// <summary>{0} most runs of all learners, {1} most megabytes.</summary>
    public static Message ServerFull(int runs, long bytes) => new("run.refused.server-full", Text(runs), Text(bytes >> 20));

    /// <summary>The same of the learners of one network address.</summary>
    public static Message ServerFullOfAddress(int runs, long bytes) =>
        new("run.refused.server-full-of-address", Text(runs), Text(bytes >> 20));

    /// <summary>{0} most unfinished runs a learner may have.</summary>
    public static Message TooManyUnfinished(int limit) => new("run.refused.too-many", Text(limit));

    /// <summary>{0} most runs that may wait.</summary>
    public static Message QueueFull(int limit) => new("run.refused.queue-full", Text(limit));

    /// <summary>{0} most unfinished runs of one network address.</summary>
    public static Message TooManyOfAddress(int limit) => new("run.refused.too-many-of-address", Text(limit));

    /// <summary>The teacher takes no more runs for now.</summary>
    public static Message QueueClosed { get; } = new("run.refused.queue-closed");

    /// <summary>In a cluster: who keeps the line, or the store, does not answer.</summary>
    public static Message LineAway { get; } = new("run.refused.line-away");

    /// <summary>In a cluster: nobody is there who could train the run.</summary>
    public static Message NoWorker { get; } = new("run.no-worker");

    /// <summary>{0} the device asked for.</summary>
    public static Message UnknownDevice(string device) => new("run.refused.unknown-device", device);

    /// <summary>{0} most runs, {1} most megabytes: everything is kept by a star.</summary>
    public static Message StarredFull(int runs, long bytes) => new("run.refused.all-starred", Text(runs), Text(bytes >> 20));

    /// <summary>{0} the option that a fork cannot change.</summary>
    public static Message ForkOption(string option) => new("run.refused.fork-option", option);

    /// <summary>What a bug hunt has planted is not known yet, and would go on in the fork.</summary>
    public static Message ForkOfHunt { get; } = new("run.refused.fork-of-hunt");

    /// <summary>{0} the step without a checkpoint.</summary>
    public static Message NoCheckpoint(int step) => new("run.refused.no-checkpoint", Text(step));

    /// <summary>{0} the step, {1} most batches that are trained again to get there from the checkpoint before.</summary>
    public static Message ForkTooFar(int step, int most) => new("run.refused.fork-too-far", Text(step), Text(most));

    /// <summary>{0} epochs already trained at the fork.</summary>
    public static Message ForkEpochs(int epochs) => new("run.refused.fork-epochs", Text(epochs));

    /// <summary>Words for a failure while training.</summary>
    public static Message Of(Exception exception, TrainingOptions options, int step) => exception switch
    {
        DatasetException dataset => Dataset(dataset),
        _ when IsOutOfMemory(exception) => OutOfMemory(step, options.BatchSize),
        _ => Error(step, exception),
    };

    // Torch has no exception of its own for this; these are the words of its CPU and CUDA allocators.
    private static bool IsOutOfMemory(Exception exception) =>
        exception is OutOfMemoryException
        || exception.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || exception.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase)
        || exception.Message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase);

    private static string Text(TimeSpan time) => Message.Argument(time);

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
