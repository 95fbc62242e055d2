using MnistBlazor.Runs;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// <c>backup FOLDER</c> copies the data directory, <c>restore FOLDER</c> puts back what it lacks: both while a server uses it.
/// Settings follow the folder as they do when serving.
/// </summary>
public static class BackupCommand
{
    /// <returns>The exit code; null when the arguments are no such command.</returns>
    public static int? TryRun(string[] args)
    {
        if (args is not [("backup" or "restore") and var command, var folder, ..]) return null;
        var data = CommandLine.DataDirectory(args[2..]);
        PrivateFiles.UseForProcess();
        try
        {
            if (command == "backup")
            {
                Console.WriteLine($"{DataBackup.Create(data, folder)} runs of {data} are backed up in {Path.GetFullPath(folder)}.");
            }
            else
            {
                var (restored, leftOut) = DataBackup.Restore(folder, data);
                Console.WriteLine($"{restored} runs of {Path.GetFullPath(folder)} are back in {data}.");
                if (leftOut > 0)
                    Console.WriteLine($"{leftOut} that had not ended are left out: stop the server and restore again to go on with them.");
            }
            return 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }
}
