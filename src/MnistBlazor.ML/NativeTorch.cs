using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace MnistBlazor.ML;

/// <summary>TorchSharp's native half cannot be loaded. The message is one sentence: what is missing, and what to do.</summary>
public sealed class TorchUnavailableException(string message) : Exception(message);

/// <summary>The native half of Torch: what it finds in its environment, and why it does not load.</summary>
internal static partial class NativeTorch
{
    private const string Advice =
        "Build the app on this machine (eng/run.sh, or dotnet publish), or use a system as new as the one it was built on.";

    /// <summary>
    /// OpenMP's threads sleep while they wait. By default they spin, which on a busy machine takes the processor from the very thread
    /// that they wait for: up to ten times slower. The variable must be there before libtorch loads, so this is done before anything of
    /// ML runs; what the environment says already stays.
    /// </summary>
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Usage", "CA2255", Justification = "However the app is started: by a script, by dotnet run or by a test.")]
    internal static void LetWaitingThreadsSleep()
    {
        // .NET's own Environment.SetEnvironmentVariable does not reach native code.
        if (OperatingSystem.IsLinux()) _ = SetEnvironmentVariable("OMP_WAIT_POLICY", "passive", overwrite: 0);
    }

    /// <summary>Why the library does not load from the folder; null if it does.</summary>
    public static string? Problem(string folder)
    {
        var name = OperatingSystem.IsWindows() ? "LibTorchSharp.dll"
            : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib"
            : "libLibTorchSharp.so";
        try
        {
            NativeLibrary.Load(Path.Combine(folder, name)); // and never freed: the app is about to need it
            return null;
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            return Explain(failure.Message, CxxLibraryVersion());
        }
    }

    /// <param name="loaderMessage">What the system's loader says.</param>
    /// <param name="present">The newest version that the system's C++ library has; null: unknown.</param>
    internal static string Explain(string loaderMessage, string? present) =>
        LackingVersion().Match(loaderMessage) is { Success: true } lacking
            ? $"TorchSharp's library needs {lacking.Groups[2].Value} of {lacking.Groups[1].Value}, and this system's "
                + (present is null ? "is older. " : $"goes up to {present}. ") + Advice
            : $"TorchSharp's library cannot be loaded: {loaderMessage.Trim().Split('\n')[^1].Trim().TrimEnd('.')}. {Advice}";

    private static string? CxxLibraryVersion()
    {
        const string maps = "/proc/self/maps";
        if (!File.Exists(maps)) return null;
        var path = File.ReadLines(maps)
            .Select(line => line[(line.LastIndexOf(' ') + 1)..])
            .FirstOrDefault(file => file.Contains("/libstdc++.so.6", StringComparison.Ordinal));
        return path is null ? null : CxxVersion().Matches(Encoding.Latin1.GetString(File.ReadAllBytes(path)))
            .Select(match => Version.Parse(match.Groups[1].Value)).DefaultIfEmpty().Max() is { } newest ? $"GLIBCXX_{newest}" : null;
    }

    // "/usr/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by ...)"
    [GeneratedRegex(@"([^/\s:]+): version [`']([A-Z]+_[0-9.]+)' not found")]
    private static partial Regex LackingVersion();

    [GeneratedRegex(@"(?<=\0)GLIBCXX_([0-9]+(?:\.[0-9]+)+)(?=\0)")]
    private static partial Regex CxxVersion();

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironmentVariable(
        [MarshalAs(UnmanagedType.LPStr)] string name, [MarshalAs(UnmanagedType.LPStr)] string value, int overwrite);
}
