using System.Globalization;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage;

/// <summary>
/// Checkpoints of runs, as files beside the store: they are megabytes, and a file can be copied, measured and removed
/// without the store's help. A checkpoint exists once its row does; a file without a row is overwritten or swept away.
/// </summary>
internal sealed class CheckpointFiles(DataDirectory directory)
{
    public void Write(RunId run, SavePoint point) => DataDirectory.Write(CheckpointPath(run, point.Step), point.Checkpoint);

    /// <summary>A checkpoint's bytes; null when the file is missing or cannot be read.</summary>
    public byte[]? Read(RunId run, int step)
    {
        try
        {
            return File.ReadAllBytes(CheckpointPath(run, step));
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void DeleteCheckpoint(RunId run, int step) => Delete(() => File.Delete(CheckpointPath(run, step)));

    public void DeleteRun(RunId run) => Delete(() => Directory.Delete(directory.RunFolder(run), recursive: true));

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

    public string CheckpointPath(RunId run, int step) =>
        Path.Combine(directory.RunFolder(run), step.ToString("D8", CultureInfo.InvariantCulture) + ".checkpoint");

    // What the store has forgotten may as well stay: a run's folder without a row is swept away at the next start.
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
