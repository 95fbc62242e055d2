using System.Diagnostics;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;

namespace MnistBlazor.Runs.Execution;

/// <summary>
/// A run in the hands of its worker: carries out the owner's commands between batches, trains, and records what happens. All of it
/// on the worker's thread. A paused run is a checkpoint and no more: it takes no memory of the device, and going on
/// from it gives the same numbers as never having paused. One that gives way to others keeps its trainer, as long as there is room for it.
/// </summary>
internal sealed class RunExecution(LiveRun run, TrainingEnvironment environment) : IDisposable
{
    public static readonly TimeSpan SnapshotInterval = TimeSpan.FromMilliseconds(250);

    private const long PerTrainer = 2 << 20;

    private IRunTrainer? _trainer;
    private BatchThinning _thinning;
    private EarlySteps? _early;
    private TimeSpan _epochTime;
    private int _epochSteps;
    private long _lastSnapshot;
    private int? _pauseAt;

    public LiveRun Run => run;

    public bool Running => run.Snapshot.Status == RunStatus.Running;

    /// <summary>It has given way and waits for its next turn.</summary>
    public bool Waiting => run.Snapshot.GivesWay;

    public bool Ended => run.Snapshot.Ended;

    /// <summary>
    /// Bytes that it holds while it waits, about: weights, gradients and what the optimizer notes of each; 0: a checkpoint only.
    /// </summary>
    public long Held => _trainer is null ? 0 : PerTrainer + 4L * sizeof(float) * ParameterCount;

    /// <summary>The run is another process's: nothing of it is to be done here, not even its end.</summary>
    public bool Lost => run.Recording.IsLost;

    /// <summary>When the run last had its turn, as the worker's clock counts.</summary>
    public long LastTurn { get; set; }

    private long ParameterCount => ModelSummary.Of(run.Snapshot.Options.Model, run.Classes).ParameterCount;

    /// <summary>A queued run begins its turn and is a running one.</summary>
    public void TakeTurn()
    {
        if (!run.Snapshot.GivesWay) environment.Metrics.Waited(Stopwatch.GetElapsedTime(run.QueuedAt));
        run.Turn = TimeSpan.Zero;
        run.Record(now => now with { Status = RunStatus.Running, StartedAt = now.StartedAt ?? environment.Now() }, urgent: true);
    }

    /// <summary>A running run ends its turn: it waits in line again, and goes on where it is.</summary>
    public void GiveWay() => run.Record(now => now with { Status = RunStatus.Queued }, urgent: true);

    /// <summary>A waiting run that holds more than there is room for keeps its checkpoint only.</summary>
    public void LetGo()
    {
        if (!Lost) Suspend();
    }

    /// <summary>Carries out what the owner wants.</summary>
    public void HandleCommands()
    {
        while (!Ended && run.Commands.TryDequeue(out var command))
        {
            switch (command)
            {
                case RunCommand.Stop: Stop(null); break;
                case RunCommand.StopByTeacher: Stop(RunMessages.StoppedByTeacher); break;
                case RunCommand.Pause when Running || Waiting: Attempt(Pause); break;
                case RunCommand.Resume: _pauseAt = null; Resume(); break;
                case RunCommand.StepBatch: Resume(); Attempt(() => _pauseAt = (_pauseAt ?? Open().Step) + 1); break;
                case RunCommand.StepEpoch: Resume(); Attempt(() => _pauseAt = EndOfEpoch(_pauseAt ?? Open().Step)); break;
            }
        }
    }

    /// <summary>Trains one batch.</summary>
    public void Advance()
    {
        var begun = Stopwatch.GetTimestamp();
        Attempt(Train);
        run.Turn += Stopwatch.GetElapsedTime(begun);
    }

    private void Train()
    {
        var trainer = Open();
        var begun = Stopwatch.GetTimestamp();
        trainer.TrainBatch();
        environment.Metrics.Trained(run.Snapshot.Options.Device);
        if (!Report(trainer, begun)) return;
        if (trainer.Finished) End(RunStatus.Completed, null, Point(trainer));
        else if (trainer.Step >= _pauseAt) Pause();
    }

    /// <summary>Keeps the exact step, for the server's next life.</summary>
    public void Suspend()
    {
        if (_trainer is { Step: > 0 } && !Lost) Attempt(() => run.Record(now => now, point: Point(_trainer)));
        Dispose();
    }

    public void Dispose()
    {
        _trainer?.Dispose();
        _trainer = null;
    }

    private void Stop(Message? reason) =>
        Attempt(() => End(RunStatus.Stopped, reason, _trainer is { Step: > 0 } ? Point(_trainer) : null));

    private void Pause()
    {
        _pauseAt = null;
        var trainer = Open();
        run.Record(now => now with { Status = RunStatus.Paused }, [new RunPaused { At = environment.Now() }], Point(trainer), urgent: true);
        Dispose();
    }

    private void Resume()
    {
        if (run.Snapshot.Status != RunStatus.Paused) return;
        run.Record(now => now with { Status = RunStatus.Running }, [new RunResumed { At = environment.Now() }], urgent: true);
    }

    /// <returns>False: the run has diverged and is ended.</returns>
    private bool Report(IRunTrainer trainer, long begun)
    {
        var events = new List<RunEvent>(2);
        double? mean = null;
        if (_thinning.Keeps(trainer.Step))
        {
            var loss = trainer.ReadLoss();
            if (Trainer.HasDiverged(loss)) return Diverged(trainer.Step);
            events.Add(new BatchTrained(trainer.Epoch, trainer.Step, loss) { At = environment.Now() });
            if (trainer.Epoch == 1) mean = trainer.ReadEpochLoss();
        }
        SavePoint? point = null;
        EarlyWeights? early = null;
        _epochSteps++;
        if (trainer.EpochJustEnded)
        {
            mean = trainer.ReadEpochLoss();
            if (Trainer.HasDiverged(mean.Value)) return Diverged(trainer.Step);
            point = trainer.Finished ? null : Point(trainer);
            _epochTime += Stopwatch.GetElapsedTime(begun);
            var validation = trainer.Validate();
            events.Add(new EpochTrained(trainer.Epoch, trainer.Step, mean.Value, _epochTime.TotalSeconds)
            {
                At = environment.Now(), ValidationLoss = Finite(validation?.Loss), ValidationAccuracy = validation?.Accuracy,
            });
            environment.Throughput.Measured(run.Kind, _epochTime / _epochSteps);
            (_epochTime, _epochSteps) = (TimeSpan.Zero, 0);
        }
        else
        {
            var publishes = Stopwatch.GetElapsedTime(_lastSnapshot) >= SnapshotInterval;
            if (_early!.Keeps(trainer.Step)) early = Early(trainer);
            if (publishes) Publish(trainer);
            _epochTime += Stopwatch.GetElapsedTime(begun);
            if (publishes) environment.Throughput.Measured(run.Kind, _epochTime / _epochSteps);
        }
        run.Record(now => now with { Step = trainer.Step, Epoch = trainer.Epoch, Loss = mean ?? now.Loss }, events.ToArray(), point,
            weights: early);
        return true;
    }

    // JSON, in which events are stored and sent, has no word for NaN and infinity.
    private static double? Finite(double? number) => number is { } value && double.IsFinite(value) ? value : null;

    private bool Diverged(int step)
    {
        // What was last published may hold the NaN already; the newest checkpoint does not.
        run.Weights = null;
        Fail(step, RunMessages.Diverged(step, run.Snapshot.Options.Optimizer.LearningRate));
        return false;
    }

    private void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            var now = run.Snapshot;
            if (exception is DatasetException) environment.Log.NoData(run.Id, run.Owner, exception.Message);
            else environment.Log.Failed(exception, run.Id, run.Owner, now.Step);
            Fail(now.Step, RunMessages.Of(exception, now.Options, now.Step));
        }
    }

    private void Fail(int step, Message failure)
    {
        run.Record(now => now with { Step = step });
        End(RunStatus.Failed, failure, null);
    }

    private void End(RunStatus status, Message? failure, SavePoint? point)
    {
        var at = environment.Now();
        run.Record(
            now => now with { Status = status, EndedAt = at, Failure = failure },
            [new RunEnded(status, failure) { At = at }], point, urgent: true);
        Dispose();
        environment.Metrics.Ended(status);
        environment.Log.Ended(run.Id, run.Owner, status, run.Snapshot.Step);
    }

    private SavePoint Point(IRunTrainer trainer)
    {
        Publish(trainer);
        return new SavePoint(trainer.Step, trainer.Epoch, trainer.Save());
    }

    private void Publish(IRunTrainer trainer)
    {
        run.Weights = new WeightSnapshot(trainer.Step, trainer.Snapshot());
        _lastSnapshot = Stopwatch.GetTimestamp();
    }

    private static EarlyWeights Early(IRunTrainer trainer) => new(trainer.Step, trainer.Snapshot().Weights);

    private int EndOfEpoch(int step)
    {
        var stepsPerEpoch = Open().StepsPerEpoch;
        return (step / stepsPerEpoch + 1) * stepsPerEpoch;
    }

    private IRunTrainer Open()
    {
        if (_trainer is not null) return _trainer;
        var options = run.Snapshot.Options;
        var dataset = run.Dataset.GetAwaiter().GetResult();
        _trainer = environment.Checkpoints(run).Select(checkpoint => Continue(checkpoint)).FirstOrDefault(trainer => trainer is not null)
            ?? environment.Backend.CreateTrainer(options, dataset, null);
        _thinning = new BatchThinning(_trainer.StepsPerEpoch, options.Epochs);
        _early = new EarlySteps(_trainer.StepsPerEpoch, sizeof(float) * ParameterCount, environment.Options.MaxEarlyWeightBytesPerRun);
        _lastSnapshot = Stopwatch.GetTimestamp();
        var version = environment.Backend.TorchVersion();
        run.Record(
            now => now with
            {
                TorchVersion = version,
                Step = _trainer.Step,
                Epoch = _trainer.Epoch,
                StepsPerEpoch = _trainer.StepsPerEpoch,
            },
            [new RunStarted(options.Device, version, _trainer.StepsPerEpoch, options.Epochs) { At = environment.Now() }],
            urgent: true, weights: _trainer.Step == 0 && _early.Keeps(0) ? Early(_trainer) : null);
        environment.Log.Opened(run.Id, run.Owner, options.Device, _trainer.Step);
        return _trainer;

        IRunTrainer? Continue(byte[] checkpoint)
        {
            try
            {
                return environment.Backend.CreateTrainer(options, dataset, checkpoint);
            }
            catch (FormatException damaged)
            {
                environment.Log.CheckpointDamaged(damaged, run.Id, run.Owner);
                return null;
            }
        }
    }
}
