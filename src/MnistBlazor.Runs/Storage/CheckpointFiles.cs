using System.Globalization;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage;

/// <summary>
/// Checkpoints of runs, and the weights of their first epochs, as blobs beside the store: they are megabytes. Each exists once its row
/// does; a blob without a row is overwritten or swept away.
/// </summary>
internal sealed class CheckpointFiles(IRunBlobs blobs)
{
    private const string Root = "runs";

    public static string Name(RunId run, int step) => $"{Folder(run)}/{step.ToString("D8", CultureInfo.InvariantCulture)}.checkpoint";

    public void Write(RunId run, SavePoint point) => blobs.Write(Name(run, point.Step), point.Checkpoint);

    /// <summary>A checkpoint's bytes; null when the blob is missing or cannot be read.</summary>
    public byte[]? Read(RunId run, int step) => blobs.Read(Name(run, step));

    public static string WeightsName(RunId run, int step) => $"{Folder(run)}/{step.ToString("D8", CultureInfo.InvariantCulture)}.weights";

    public void Write(RunId run, IReadOnlyList<EarlyWeights> weights) =>
        blobs.Write(WeightsName(run, weights[^1].Step), EarlyWeightsFile.Of(weights));

    /// <summary>
    /// What <see cref="Write(RunId, IReadOnlyList{EarlyWeights})"/> wrote, by its last step; none when it cannot be read.
    /// </summary>
    public IReadOnlyList<EarlyWeights> ReadWeights(RunId run, int step) =>
        blobs.Read(WeightsName(run, step)) is { } bytes ? EarlyWeightsFile.Parse(bytes) : [];

    public void DeleteWeights(RunId run, int step) => Delete(() => blobs.Delete(WeightsName(run, step)));

    public void DeleteCheckpoint(RunId run, int step) => Delete(() => blobs.Delete(Name(run, step)));

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
        foreach (var blob in blobs.List(Root).Where(blob => !named.Contains(blob.Name))) Delete(() => blobs.Delete(blob.Name));
    }

    /// <summary>Whether a file of the data directory, by its path there, belongs to a run.</summary>
    public static bool IsOfRun(string file, out string run)
    {
        var parts = file.Split(Path.DirectorySeparatorChar);
        run = parts is [Root, _, ..] ? parts[1] : "";
        return run.Length > 0;
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
