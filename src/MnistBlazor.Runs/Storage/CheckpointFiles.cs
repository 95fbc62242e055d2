using System.Globalization;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;

namespace MnistBlazor.Runs.Storage;

/// <summary>
/// Checkpoints of runs, and the weights of their first epochs, as blobs beside the store: they are megabytes. Each exists once its row
/// does; a blob without a row is overwritten or swept away.
/// <para>
/// A blob's name says who wrote it: the epoch of ownership, unless that is the first, as it always is on one machine. So a process that
/// has lost a run, and does not know it yet, writes over nothing that the next owner has written.
/// </para>
/// </summary>
internal sealed class CheckpointFiles(IRunBlobs blobs)
{
    private const string Root = "runs";

    /// <summary>The name of a checkpoint's blob.</summary>
    /// <param name="owner">The epoch of ownership under which it was written.</param>
    public static string Name(RunId run, int step, int owner) => $"{Stem(run, step, owner)}.checkpoint";

    /// <summary>The name of the blob with weights of a first epoch, by the last of their steps.</summary>
    /// <param name="owner">The epoch of ownership under which it was written.</param>
    public static string WeightsName(RunId run, int step, int owner) => $"{Stem(run, step, owner)}.weights";

    public static string Name(CheckpointRow row) => Name(row.RunId, row.Step, row.OwnerEpoch);

    public static string Name(EarlyWeightsRow row) => WeightsName(row.RunId, row.Step, row.OwnerEpoch);

    public void Write(RunId run, SavePoint point, int owner) => blobs.Write(Name(run, point.Step, owner), point.Checkpoint);

    public void Write(RunId run, IReadOnlyList<EarlyWeights> weights, int owner) =>
        blobs.Write(WeightsName(run, weights[^1].Step, owner), EarlyWeightsFile.Of(weights));

    /// <summary>A checkpoint's bytes; null when the blob is missing or cannot be read.</summary>
    public byte[]? Read(CheckpointRow row) => blobs.Read(Name(row));

    /// <summary>The weights in a blob; none when it cannot be read.</summary>
    public IReadOnlyList<EarlyWeights> ReadWeights(string name) =>
        blobs.Read(name) is { } bytes ? EarlyWeightsFile.Parse(bytes) : [];

    /// <param name="name">Of a blob that no row names.</param>
    public void Delete(string name) => Delete(() => blobs.Delete(name));

    public void DeleteRun(RunId run) => Delete(() => blobs.DeleteFolder(Folder(run)));

    /// <summary>Bytes that one run takes.</summary>
    public long Size(RunId run) => blobs.List(Folder(run)).Sum(blob => blob.Bytes);

    /// <summary>Removes what no row names: a process was killed after it had written a file, or before it had removed it.</summary>
    /// <param name="runs">Those that have rows.</param>
    /// <param name="named">The blobs that rows name.</param>
    public void Sweep(IReadOnlySet<RunId> runs, IReadOnlySet<string> named)
    {
        foreach (var folder in blobs.Folders(Root))
        {
            if (RunId.TryParse(folder, out var run) && !runs.Contains(run)) DeleteRun(run);
        }
        foreach (var blob in blobs.List(Root).Where(blob => !named.Contains(blob.Name))) Delete(blob.Name);
    }

    /// <summary>Whether a file of the data directory, by its path there, belongs to a run.</summary>
    public static bool IsOfRun(string file, out string run)
    {
        var parts = file.Split(Path.DirectorySeparatorChar);
        run = parts is [Root, _, ..] ? parts[1] : "";
        return run.Length > 0;
    }

    private static string Stem(RunId run, int step, int owner)
    {
        var stem = $"{Folder(run)}/{step.ToString("D8", CultureInfo.InvariantCulture)}";
        return owner == RunRecording.FirstEpoch ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}.{owner}");
    }

    private static string Folder(RunId run) => $"{Root}/{run.Value}";

    // What the store has forgotten may as well stay: it is swept away at the next start.
    private static void Delete(Action delete)
    {
        try
        {
            delete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
