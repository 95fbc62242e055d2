using MnistBlazor.Cluster;

namespace MnistBlazor.Web.Hosting;

/// <summary>What the commands share that do something else than serve.</summary>
public static class CommandLine
{
    /// <param name="settings">The arguments after the command: settings follow it as they do when serving.</param>
    /// <exception cref="StartupProblem">A setting is wrong.</exception>
    public static ServerOptions Options(string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine(settings)
            .Build();
        var options = Settings.Read<ServerOptions>(configuration, "MnistBlazor");
        options.DataDirectory = Path.GetFullPath(options.DataDirectory);
        options.Cluster = Settings.Read<ClusterSettings>(configuration, "MnistBlazor:Cluster");
        return options;
    }
}
