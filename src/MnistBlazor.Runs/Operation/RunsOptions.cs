using System.ComponentModel.DataAnnotations;

namespace MnistBlazor.Runs.Operation;

/// <summary>What an administrator may set of training and storage.</summary>
public class RunsOptions
{
    /// <summary>
    /// Where everything that must survive a restart is kept: the store, weights, the welcome model, data sets downloaded and uploaded.
    /// </summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>
    /// Threads that one tensor operation may use; 0: half as many as the machine has processors,
    /// which leaves the others to pages and drawings.
    /// </summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>Runs that train at the same time on one device, by turns.</summary>
    [Range(1, 64)]
    public int ConcurrentRunsPerDevice { get; set; } = 1;

    /// <summary>How long a run trains before it gives way, while others wait: so long a short run waits behind a long one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan RunSlice { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Memory of a device for runs that have given way, about: past it, the last in line keep their checkpoints only, and are read
    /// back for their turn.
    /// </summary>
    [Range(0L, 1L << 40)]
    public long MaxWaitingTrainerBytes { get; set; } = 256L << 20;

    /// <summary>
    /// How much one run may compute, steps times what a step changes and multiplies (see <c>RunWork</c>): the default is about four hours
    /// of one core, twelve times the longest recipe of the lessons.
    /// </summary>
    [Range(1e6, 1e18)]
    public double MaxRunWork { get; set; } = 4e12;

    /// <summary>Runs that may wait in all.</summary>
    [Range(1, 100_000)]
    public int MaxQueuedRuns { get; set; } = 200;

    /// <summary>Unfinished runs (queued, running or paused) that one learner may have.</summary>
    [Range(1, 10_000)]
    public int MaxUnfinishedRunsPerLearner { get; set; } = 10;

    /// <summary>Unfinished runs of all learners of one network address: a class behind one address needs several each.</summary>
    [Range(1, 100_000)]
    public int MaxUnfinishedRunsPerAddress { get; set; } = 120;

    /// <summary>Finished runs kept for one learner; past it the oldest without a star leaves.</summary>
    [Range(1, 100_000)]
    public int MaxStoredRunsPerLearner { get; set; } = 200;

    /// <summary>Bytes of checkpoints and weights kept for one learner; past it the oldest run without a star leaves.</summary>
    [Range(1L << 20, 1L << 50)]
    public long MaxStoredBytesPerLearner { get; set; } = 1L << 30;

    /// <summary>Runs kept of all learners together; one network address may have half. Past it newcomers are refused.</summary>
    [Range(1, 10_000_000)]
    public int MaxStoredRuns { get; set; } = 50_000;

    /// <summary>Bytes of checkpoints and weights kept of all learners together; one network address may have half.</summary>
    [Range(1L << 20, 1L << 50)]
    public long MaxStoredBytes { get; set; } = 64L << 30;

    /// <summary>Checkpoints kept of one run, spread over its epochs; the newest always is.</summary>
    [Range(1, 1000)]
    public int MaxCheckpointsPerRun { get; set; } = 20;

    /// <summary>A learner's newest finished runs, and all with a star, keep their checkpoints; older ones keep the last.</summary>
    [Range(0, 100_000)]
    public int RunsWithAllCheckpoints { get; set; } = 10;

    /// <summary>Bytes of weights kept of the steps of one run's first epoch, so that learners can look at how it began.</summary>
    [Range(0, 1L << 40)]
    public long MaxEarlyWeightBytesPerRun { get; set; } = 32L << 20;

    /// <summary>A learner's newest finished runs keep these weights.</summary>
    [Range(0, 100_000)]
    public int RunsWithEarlyWeights { get; set; } = 5;

    /// <summary>How long a deleted run can be brought back.</summary>
    public TimeSpan UndoDelete { get; set; } = TimeSpan.FromMinutes(30);
}
