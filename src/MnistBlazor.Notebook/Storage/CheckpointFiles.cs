using System.Globalization;
using MnistBlazor.Notebook.Runs;

namespace MnistBlazor.Notebook.Storage;

/// <summary>
/// Checkpoints and weights of runs, as files beside the store: they are megabytes, and a file can be copied, measured and removed
/// without the store's help. A checkpoint exists once its row does; a file without a row is overwritten or swept away.
/// </summary>
internal sealed class CheckpointFiles(DataDirectory directory)
{
    /// <param name="points">Oldest first.</param>
    public void Write(RunId run, IReadOnlyList<SavePoint> points)
    {
        foreach (var point in points) DataDirectory.Write(CheckpointPath(run.Value, point.Step), point.Checkpoint);
        if (points.LastOrDefault(point => point.Weights is not null) is { Weights: { } weights }) DataDirectory.Write(WeightsPath(run), weights);
    }

    /// <summary>A checkpoint's bytes; null when the file is missing or cannot be read.</summary>
    public byte[]? ReadCheckpoint(RunId run, int step) => Read(CheckpointPath(run.Value, step));

    /// <summary>The newest weights written; null when there are none.</summary>
    public byte[]? ReadWeights(RunId run) => Read(WeightsPath(run));

    public void DeleteCheckpoint(RunId run, int step) => File.Delete(CheckpointPath(run.Value, step));

    public void DeleteRun(RunId run)
    {
        if (Directory.Exists(directory.RunFolder(run))) Directory.Delete(directory.RunFolder(run), recursive: true);
    }

    /// <summary>Bytes on disk of one run.</summary>
    public long Size(RunId run)
    {
        var folder = new DirectoryInfo(directory.RunFolder(run));
        return folder.Exists ? folder.EnumerateFiles().Sum(file => file.Length) : 0;
    }

    /// <summary>The runs that have a folder.</summary>
    public IEnumerable<RunId> Runs()
    {
        foreach (var folder in new DirectoryInfo(directory.Runs).EnumerateDirectories())
        {
            if (RunId.TryParse(folder.Name, out var run)) yield return run;
        }
    }

    public string CheckpointPath(string run, int step) =>
        Path.Combine(directory.Runs, run, step.ToString("D8", CultureInfo.InvariantCulture) + ".checkpoint");

    private string WeightsPath(RunId run) => Path.Combine(directory.RunFolder(run), "weights.safetensors");

    private static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
