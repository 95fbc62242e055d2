using Microsoft.Extensions.Logging;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Operation;

/// <summary>What happens to runs, for the operator, with run and learner in every line.</summary>
internal sealed partial class TrainingLog(ILogger<TrainingLog> logger)
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(LogLevel.Information, "Run {Run} of learner {Learner}, lesson {Lesson}, waits for {Device}.")]
    public partial void Queued(RunId run, LearnerId learner, string lesson, string device);

    [LoggerMessage(LogLevel.Warning, "A run of learner {Learner}, lesson {Lesson}, is refused: {Reason}.")]
    public partial void Refused(LearnerId learner, string lesson, Message reason);

    [LoggerMessage(LogLevel.Information, "Run {Run} of learner {Learner} trains on {Device} from step {Step}.")]
    public partial void Opened(RunId run, LearnerId learner, string device, int step);

    [LoggerMessage(LogLevel.Information, "Run {Run} of learner {Learner} ended: {Status} at step {Step}.")]
    public partial void Ended(RunId run, LearnerId learner, RunStatus status, int step);

    [LoggerMessage(LogLevel.Error, "Run {Run} of learner {Learner} failed after step {Step}.")]
    public partial void Failed(Exception exception, RunId run, LearnerId learner, int step);

    [LoggerMessage(LogLevel.Warning, "Run {Run} of learner {Learner} has no data: {Reason}")]
    public partial void NoData(RunId run, LearnerId learner, string reason);

    [LoggerMessage(LogLevel.Warning, "A checkpoint of run {Run} of learner {Learner} cannot be read and is passed over.")]
    public partial void CheckpointDamaged(Exception exception, RunId run, LearnerId learner);

    [LoggerMessage(LogLevel.Information, "The teacher: {Act} for run {Run} of learner {Learner}.")]
    public partial void Supervised(string act, RunId run, LearnerId learner);

    [LoggerMessage(LogLevel.Information, "The teacher's bounds hold: {Bounds}.")]
    public partial void Bounded(RunBounds bounds);

    [LoggerMessage(LogLevel.Error, "Background training failed; it is tried again at the next start.")]
    public partial void BackgroundFailed(Exception exception);
}
