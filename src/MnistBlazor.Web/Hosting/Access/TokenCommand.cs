using MnistBlazor.Cluster;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Web.Hosting.Access;

/// <summary>
/// <c>token</c> shows the tokens of class and teacher, with the addresses that hold them; <c>token class</c> and <c>token teacher</c> show
/// one. <c>token new</c> makes another one for the class, <c>token new teacher</c> for the teacher. All of it also while a server runs,
/// which asks for the new one from then on; the nodes of a cluster within two seconds.
/// </summary>
public static class TokenCommand
{
    /// <returns>The exit code; null when the arguments are no such command.</returns>
    /// <exception cref="StartupProblem">A setting is wrong, or the tokens cannot be read or kept.</exception>
    /// <exception cref="ClusterUnavailableException">The cluster's database does not answer.</exception>
    public static int? TryRun(string[] args)
    {
        if (args is not ["token", ..]) return null;
        var words = args.Skip(1).TakeWhile(word => !word.StartsWith('-')).ToArray();
        var (renews, whose) = words switch
        {
            [] => (false, null),
            ["class" or "teacher"] => (false, words[0]),
            ["new"] => (true, "class"),
            ["new", "class" or "teacher"] => (true, words[1]),
            _ => throw new StartupProblem(
                "\"token\" shows both tokens, \"token class\" and \"token teacher\" one; \"token new\" makes another one for the class, "
                + "\"token new teacher\" for the teacher."),
        };
        var options = CommandLine.Options(args[(1 + words.Length)..]);
        var data = options.DataDirectory;
        PrivateFiles.UseForProcess();
        var tokens = new AccessTokens(Documents(options));
        if (renews) _ = whose == "teacher" ? tokens.RenewTeacher() : tokens.RenewClass();
        var address = ServedAddress.Read(data);
        if (whose is null or "class") Console.WriteLine(Line("class", tokens.Class, address, ""));
        if (whose is null or "teacher") Console.WriteLine(Line("teacher", tokens.Teacher, address, "teacher"));
        return 0;
    }

    // Where the server that it is about has them: all nodes of a cluster in its database.
    private static IServerDocuments Documents(ServerOptions options)
    {
        if (options.Cluster.Role != ClusterRole.None) return ClusterDocuments.OpenAsync(options.Cluster).GetAwaiter().GetResult();
        return Directory.Exists(options.DataDirectory)
            ? new DocumentFiles(options.DataDirectory)
            : throw new StartupProblem($"There is no data directory {options.DataDirectory}.");
    }

    private static string Line(string whose, string token, string? address, string page) =>
        $"{whose,-7}  {token}" + (address is null ? "" : $"  {address}/{page}?token={token}");
}
