using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace MnistBlazor.Runs.Storage;

/// <summary>
/// Keeps what the app writes from other accounts of the machine: files 0600, folders 0700. On Windows a folder's access list says who
/// may, and nothing is done here.
/// </summary>
public static class PrivateFiles
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const uint NoOneElse = 0b000_111_111;

    /// <summary>From here on whatever this process creates is its account's alone: by the app, by SQLite, by any library.</summary>
    public static void UseForProcess()
    {
        if (!OperatingSystem.IsWindows()) _ = SetMask(NoOneElse);
    }

    /// <summary>
    /// Takes from others what an earlier version let them read. A folder that is closed already has been gone through. What belongs to
    /// another account stays as it is.
    /// </summary>
    /// <param name="folder">It is there.</param>
    public static void Close(string folder)
    {
        if (OperatingSystem.IsWindows() || System.IO.File.GetUnixFileMode(folder) == Folder) return;
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories)) TrySet(inner, Folder);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)) TrySet(file, File);
        TrySet(folder, Folder);
    }

    /// <summary>Writes a file whole or not at all, and never readable by others, not for a moment.</summary>
    /// <exception cref="IOException">It cannot be written; what was there before is there still.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = File;
        using (var file = new FileStream(temporary, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        System.IO.File.Move(temporary, path, overwrite: true);
    }

    [UnsupportedOSPlatform("windows")]
    private static void TrySet(string path, UnixFileMode mode)
    {
        try
        {
            if (System.IO.File.ResolveLinkTarget(path, returnFinalTarget: false) is null) System.IO.File.SetUnixFileMode(path, mode);
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    private static extern uint SetMask(uint mask);
}
