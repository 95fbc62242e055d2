using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Web.Hosting;

/// <summary>The folder that holds everything that must survive a restart, made ready before anything uses it.</summary>
public static class DataDirectory
{
    /// <summary>Below this the app would fail in the middle of someone's run.</summary>
    public const long LeastFreeBytes = 64L << 20;

    /// <summary>
    /// Creates the folder, tries that it can be written and is not on a full disk, and closes it, as all that this process writes from
    /// here on, to other accounts.
    /// </summary>
    /// <returns>Its full path.</returns>
    /// <exception cref="StartupProblem">It cannot be used; the message says why and what to do.</exception>
    public static string Prepare(string configured)
    {
        const string setting = "Set another one with MnistBlazor__DataDirectory.";
        if (string.IsNullOrWhiteSpace(configured))
            throw new StartupProblem($"The data directory is not set. {setting}");
        var path = Path.GetFullPath(configured);
        PrivateFiles.UseForProcess();
        try
        {
            Directory.CreateDirectory(path);
            PrivateFiles.Close(path);
            var free = new DriveInfo(path).AvailableFreeSpace;
            if (free < LeastFreeBytes)
                throw new StartupProblem(
                    $"The disk of the data directory {path} is full ({free >> 20} MB free, {LeastFreeBytes >> 20} MB needed): "
                    + $"free some space. {setting}");
            Probe(path, toDisk: true);
            return path;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new StartupProblem($"The data directory {path} cannot be written ({failure.Message.TrimEnd('.')}). {setting}", failure);
        }
    }

    /// <summary>Writes a byte into the folder, and takes it away again.</summary>
    /// <param name="toDisk">Wait until it has reached the disk.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, by its permissions.</exception>
    public static void Probe(string path, bool toDisk)
    {
        using var probe = new FileStream(
            Path.Combine(path, $".write-test-{Guid.NewGuid():N}.part"),
            FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        probe.WriteByte(0);
        probe.Flush(toDisk);
    }
}
