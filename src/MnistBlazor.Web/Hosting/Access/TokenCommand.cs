using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Web.Hosting.Access;

/// <summary>
/// <c>token</c> shows the token that browsers are asked for, <c>token new</c> makes another one: both also while a server runs, which asks
/// for the new one from then on.
/// </summary>
public static class TokenCommand
{
    /// <returns>The exit code; null when the arguments are no such command.</returns>
    /// <exception cref="StartupProblem">A setting is wrong, or the token cannot be read or kept.</exception>
    public static int? TryRun(string[] args)
    {
        if (args is not ["token", ..]) return null;
        var renew = args is [_, "new", ..];
        var data = CommandLine.DataDirectory(args[(renew ? 2 : 1)..]);
        if (!Directory.Exists(data)) throw new StartupProblem($"There is no data directory {data}.");
        PrivateFiles.UseForProcess();
        var tokens = new AccessTokens(data);
        Console.WriteLine(renew ? tokens.Renew() : tokens.Class);
        return 0;
    }
}
