using System.Net.Sockets;
using MnistBlazor.Cluster;
using MnistBlazor.ML;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Web.Hosting;

/// <summary>Why the app cannot start, in one sentence for the person who started it.</summary>
public sealed class StartupProblem(string sentence, Exception? cause = null) : Exception(sentence, cause)
{
    /// <summary>
    /// The sentence for a failure that a person can do something about; null for any other, which deserves its stack trace.
    /// </summary>
    public static string? Explain(Exception failure) => failure switch
    {
        StartupProblem => failure.Message,
        DataDirectoryInUseException or StoreDamagedException or TorchUnavailableException or ClusterUnavailableException =>
            failure.Message,
        IOException { InnerException: { } inner } when IsAddressInUse(inner) =>
            $"The port is in use ({failure.Message.TrimEnd('.')}): "
            + "stop what listens there, or choose another with --urls http://localhost:5081.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            "Listening on this port needs more rights: choose one above 1023 with --urls http://localhost:5080.",
        IOException when IsDiskFull(failure) => $"The disk is full: {failure.Message}",
        _ => ClusterStart.Explain(failure),
    };

    public static bool IsDiskFull(Exception failure)
    {
        // ENOSPC and EDQUOT as the runtime reports them on Unix; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.
        const int diskFullOnWindows = unchecked((int)0x80070070), handleDiskFullOnWindows = unchecked((int)0x80070027);
        const int noSpaceOnUnix = 28, quotaOnUnix = 122;
        return OperatingSystem.IsWindows()
            ? failure.HResult is diskFullOnWindows or handleDiskFullOnWindows
            : failure.HResult is noSpaceOnUnix or quotaOnUnix;
    }

    private static bool IsAddressInUse(Exception failure) =>
        failure is Microsoft.AspNetCore.Connections.AddressInUseException
        || failure is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };
}
