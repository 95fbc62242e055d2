using System.ComponentModel.DataAnnotations;
using MnistBlazor.ML.Data;

namespace MnistBlazor.Notebook;

/// <summary>What an administrator may set of training, storage and reading.</summary>
public sealed class NotebookOptions
{
    /// <summary>Where everything that must survive a restart is kept: the store, weights, the welcome model, data sets downloaded and uploaded.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>A folder that holds data sets, a folder each: published ones and any others, which are offered by their names. Null: none.</summary>
    public string? DatasetFolder { get; set; }

    /// <summary>How large a data set beside the published ones may be.</summary>
    public DatasetBounds DatasetBounds { get; set; } = new();

    /// <summary>Bytes of one upload, packed as it comes.</summary>
    [Range(1L, 1L << 40)]
    public long MaxUploadBytes { get; set; } = 64L << 20;

    /// <summary>Data sets that one learner may keep.</summary>
    [Range(0, 1000)]
    public int MaxDatasetsPerLearner { get; set; } = 10;

    /// <summary>Bytes of data sets kept for one learner.</summary>
    [Range(0L, 1L << 40)]
    public long MaxDatasetBytesPerLearner { get; set; } = 256L << 20;

    /// <summary>Bytes of data sets kept for all learners together.</summary>
    [Range(0L, 1L << 50)]
    public long MaxDatasetBytes { get; set; } = 8L << 30;

    /// <summary>Threads that one tensor operation may use; 0: half as many as the machine has processors, which leaves the others to pages and drawings.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>Runs that train at the same time on one device, by turns.</summary>
    [Range(1, 64)]
    public int ConcurrentRunsPerDevice { get; set; } = 1;

    /// <summary>Runs that may wait in all.</summary>
    [Range(1, 100_000)]
    public int MaxQueuedRuns { get; set; } = 200;

    /// <summary>Unfinished runs (queued, running or paused) that one learner may have.</summary>
    [Range(1, 10_000)]
    public int MaxUnfinishedRunsPerLearner { get; set; } = 10;

    /// <summary>Finished runs kept for one learner; past it the oldest without a star leaves.</summary>
    [Range(1, 100_000)]
    public int MaxStoredRunsPerLearner { get; set; } = 200;

    /// <summary>Bytes of checkpoints and weights kept for one learner; past it the oldest run without a star leaves.</summary>
    [Range(1L << 20, 1L << 50)]
    public long MaxStoredBytesPerLearner { get; set; } = 1L << 30;

    /// <summary>Checkpoints kept of one run, spread over its epochs; the newest always is.</summary>
    [Range(1, 1000)]
    public int MaxCheckpointsPerRun { get; set; } = 20;

    /// <summary>A learner's newest finished runs, and all with a star, keep their checkpoints; older ones keep the last.</summary>
    [Range(0, 100_000)]
    public int RunsWithAllCheckpoints { get; set; } = 10;

    /// <summary>How long a deleted run can be brought back.</summary>
    public TimeSpan UndoDelete { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Drawings that one learner may have read per second.</summary>
    [Range(1, 1000)]
    public int MaxReadingsPerSecond { get; set; } = 20;

    /// <summary>Learners whose drawings may wait to be read.</summary>
    [Range(1, 100_000)]
    public int MaxWaitingReadings { get; set; } = 64;

    /// <summary>Notebooks in memory; past it, those that nobody looks at leave early.</summary>
    public int MaxOpenNotebooks { get; set; } = 1000;

    /// <summary>How long a notebook that nobody looks at stays in memory.</summary>
    public TimeSpan NotebookIdle { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Notebooks kept in the store, one per learner and lesson; past it, the one left alone the longest leaves.</summary>
    public int MaxStoredNotebooks { get; set; } = 20_000;

    /// <summary>Networks kept ready for reading drawings.</summary>
    [Range(1, 10_000)]
    public int MaxCachedPredictors { get; set; } = 32;
}
