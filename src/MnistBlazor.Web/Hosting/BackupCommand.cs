using MnistBlazor.Runs;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// <c>backup FOLDER</c> copies the data directory, <c>restore FOLDER</c> puts back what it lacks, <c>verify</c> and <c>verify FOLDER</c>
/// look
/// whether it, or a backup, is whole: all while a server uses it. Settings follow as they do when serving.
/// </summary>
public static class BackupCommand
{
    /// <returns>The exit code; null when the arguments are no such command.</returns>
    /// <exception cref="StartupProblem">A setting is wrong.</exception>
    public static int? TryRun(string[] args)
    {
        var (command, folder) = args switch
        {
            [("backup" or "restore" or "verify") and var one, var name, ..] when !name.StartsWith("--", StringComparison.Ordinal) =>
                (one, name),
            ["verify", ..] => ("verify", null),
            _ => (null, null),
        };
        if (command is null) return null;
        var data = CommandLine.Options(args[(folder is null ? 1 : 2)..]).DataDirectory;
        PrivateFiles.UseForProcess();
        try
        {
            return command switch
            {
                "backup" => Backup(data, Path.GetFullPath(folder!)),
                "restore" => Restore(data, Path.GetFullPath(folder!)),
                _ => Verify(Path.GetFullPath(folder ?? data)),
            };
        }
        catch (Exception failure)
        {
            // Whatever it is: an operator's script reads a sentence and the exit code.
            Console.Error.WriteLine(failure.Message.ReplaceLineEndings(" "));
            return 1;
        }
    }

    private static int Backup(string data, string folder)
    {
        Console.WriteLine($"{DataBackup.Create(data, folder)} runs of {data} are backed up in {folder}.");
        return 0;
    }

    private static int Restore(string data, string folder)
    {
        var (restored, leftOut) = DataBackup.Restore(folder, data);
        Console.WriteLine($"{restored} runs of {folder} are back in {data}.");
        if (leftOut > 0)
            Console.WriteLine($"{leftOut} that had not ended are left out: stop the server and restore again to go on with them.");
        return 0;
    }

    private static int Verify(string folder)
    {
        var (runs, problems) = DataBackup.Verify(folder);
        foreach (var problem in problems) Console.Error.WriteLine(problem);
        if (problems.Count > 0) return 1;
        Console.WriteLine($"{folder} is whole: {runs} runs.");
        return 0;
    }
}
