namespace MnistBlazor.Lessons.Datasets;

internal static class TemporaryFolder
{
    /// <summary>What cannot be removed now is removed at the next start.</summary>
    public static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nothing is lost, and who uploaded has their data set.
        }
    }
}
