using System.ComponentModel.DataAnnotations;
using MnistBlazor.ML.Data.Import;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Lessons.Operation;

/// <summary>What an administrator may set: of runs, and of data sets, notebooks and predictions besides.</summary>
public class LessonsOptions : RunsOptions
{
    /// <summary>
    /// A folder that holds data sets, a folder each: published ones and any others, which are offered by their names. Null: none.
    /// </summary>
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

    /// <summary>Data sets that are on their way in or wait for their learner's yes, of all learners together.</summary>
    [Range(1, 10_000)]
    public int MaxDatasetDrafts { get; set; } = 16;

    /// <summary>The same of all learners of one network address.</summary>
    [Range(1, 10_000)]
    public int MaxDatasetDraftsPerAddress { get; set; } = 12;

    /// <summary>Bytes of the files that are arriving or wait so; past it, nobody else's are fetched.</summary>
    [Range(1L, 1L << 40)]
    public long MaxArrivingBytes { get; set; } = 1L << 30;

    /// <summary>Bytes of their images in memory; past it, nobody else's is read.</summary>
    [Range(1L, 1L << 40)]
    public long MaxDatasetDraftBytes { get; set; } = 256L << 20;

    /// <summary>How long one may take to arrive, and how long one waits that nobody asks for.</summary>
    public TimeSpan DatasetDraftIdle { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Small files (tables, borders) that one learner may keep.</summary>
    [Range(0, 1000)]
    public int MaxFilesPerLearner { get; set; } = 10;

    /// <summary>Bytes of them kept for one learner.</summary>
    [Range(0L, 1L << 40)]
    public long MaxFileBytesPerLearner { get; set; } = 64L << 20;

    /// <summary>Bytes of them kept for all learners together.</summary>
    [Range(0L, 1L << 50)]
    public long MaxFileBytes { get; set; } = 2L << 30;

    /// <summary>Drawings that one learner may have read per second.</summary>
    [Range(1, 1000)]
    public int MaxReadingsPerSecond { get; set; } = 40;

    /// <summary>Learners whose drawings may wait to be read.</summary>
    [Range(1, 100_000)]
    public int MaxWaitingReadings { get; set; } = 64;

    /// <summary>The same of one network address.</summary>
    [Range(1, 100_000)]
    public int MaxWaitingReadingsPerAddress { get; set; } = 48;

    /// <summary>
    /// Notebooks in memory, half of them of one network address; past it, those that nobody looks at leave early, and newcomers are
    /// refused.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxOpenNotebooks { get; set; } = 1000;

    /// <summary>How long a notebook that nobody looks at stays in memory.</summary>
    public TimeSpan NotebookIdle { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Notebooks kept in the store, one per learner and lesson, half of them of one network address; past it, newcomers' are not kept.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxStoredNotebooks { get; set; } = 20_000;

    /// <summary>Networks kept ready for reading drawings.</summary>
    [Range(1, 10_000)]
    public int MaxCachedPredictors { get; set; } = 96;

    /// <summary>Bytes of networks kept ready as they were at earlier moments of their training.</summary>
    [Range(0L, 1L << 40)]
    public long MaxMomentBytes { get; set; } = 128L << 20;
}
