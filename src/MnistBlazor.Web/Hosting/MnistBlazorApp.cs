using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MnistBlazor.Cluster;
using MnistBlazor.Lessons;
using MnistBlazor.ML;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Web.Components;
using MnistBlazor.Web.Hosting.Access;
using MnistBlazor.Web.Hosting.Bounds;
using MnistBlazor.Web.Hosting.Downloads;
using MnistBlazor.Web.Hosting.Metrics;
using MnistBlazor.Web.Hubs;
using MnistBlazor.Web.Models.Drawing;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// The whole app, put together: what is registered, and what a request passes through, in order. Everything is served from the
/// app itself; nothing is fetched from elsewhere by the browser.
/// </summary>
public static class MnistBlazorApp
{
    private const string DefaultAddress = "http://localhost:5080";

    /// <summary>Starts the app and waits until it is stopped (Ctrl+C, SIGTERM).</summary>
    /// <returns>The process's exit code: 1 when the app could not start, after one sentence that says why.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            if ((BackupCommand.TryRun(args) ?? TokenCommand.TryRun(args)) is { } exitCode) return exitCode;
            TorchRuntime.Load();
            await using var app = Create(args);
            await ClusterStart.CheckAsync(app.Services.GetRequiredService<ServerOptions>().Cluster);
            await app.StartAsync();
            SayWhichTorch(app.Logger);
            AccessAnnouncement.Say(app.Services, app.Logger, Console.Out, isTerminal: !Console.IsOutputRedirected);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception failure) when (StartupProblem.Explain(failure) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <param name="change">A last word on what is registered, for tests.</param>
    /// <exception cref="StartupProblem">A setting is wrong, or the data directory cannot be used.</exception>
    public static WebApplication Create(string[] args, Action<IServiceCollection>? change = null)
    {
        // Settings and files are found beside the app, wherever and by whatever it is started.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(MnistBlazorApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        if (!HasAddress(builder.Configuration)) builder.WebHost.UseUrls(DefaultAddress);
        // Outside of development too, `dotnet run` serves wwwroot from where it stands; a published app has no need of it.
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);

        var options = Settings.Read<ServerOptions>(builder.Configuration, "MnistBlazor");
        var data = options.DataDirectory = DataDirectory.Prepare(options.DataDirectory);
        var cluster = options.Cluster = Settings.Read<ClusterSettings>(builder.Configuration, "MnistBlazor:Cluster");
        var isCluster = cluster.Role != ClusterRole.None;

        if (isCluster) builder.UseCluster(cluster);
        if (cluster.DeviceIds.Count > 0) LessonCatalog.Offer(cluster.DeviceIds);
        builder.Services.AddLessons(options);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<KnownHosts>();
        builder.Services.AddAccess();
        builder.Services.AddProxies(options);
        builder.Services.AddLearnerIdentity(data);
        builder.Services.AddLanguages();
        builder.Services.AddRequestLimits(options);
        builder.Services.AddResponseCompression(); // pages; by http only, since compressed secrets can be guessed under https
        builder.Services.AddLiveConnections(options);
        builder.Services.AddSingleton(_ => new DownloadFiles(data, options.MaxDownloadBytes));
        builder.Services.AddScoped<PadContent>();
        builder.Services.AddScoped<OwnTests>();
        builder.Services.AddSingleton<DataDirectoryCheck>();
        var health = builder.Services.AddHealthChecks()
            .AddCheck<DataDirectoryCheck>("data directory").AddCheck<StoreCheck>("store").AddCheck<WorkerCheck>("workers");
        if (isCluster) health.AddCheck<ClusterCheck>("cluster");
        builder.Services.AddMetrics(builder.Configuration);

        // Their lines hold whole addresses, and one may hold the token.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        // A line for each time that someone asks would let strangers fill the log; the answer says it all.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        // It writes a stack trace for each call that is refused; HubBounds and RunHub log what was not a refusal.
        builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None);
        // Why the app cannot start is said once, by RunAsync, and not by the host before that.
        var started = false;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started && level >= LogLevel.Information);

        if (isCluster) builder.Services.AddCluster(cluster, options);

        change?.Invoke(builder.Services);

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => started = true);
        app.UsePromptStop();
        app.UseProxies();
        app.UseHeadRequests();
        app.UseHostCheck();
        app.UseResponseCompression();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error", CreateScopeForErrors = true,
            StatusCodeSelector = failure => failure is StoreAwayException
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseRouting();
        app.UseSecurityHeaders();
        app.UseOriginCheck();
        app.UseLanguages();
        app.UseAuthentication();
        app.UseRequestLimits();
        app.UseAccess();
        app.UseLearnerIdentity();
        app.UseVisitors();
        app.UseTeacher();
        app.UseAntiforgery();

        var open = new OpenToStrangersAttribute();
        app.MapHealthChecks("/healthz", new HealthCheckOptions { ResponseWriter = WriteHealthAsync }).WithMetadata(open);
        app.MapMetrics();
        if (cluster.Role == ClusterRole.Worker) return app; // nobody comes here for pages
        app.MapStaticAssets().WithMetadata(open);
        app.MapAccess();
        app.MapImages();
        app.MapDrawings();
        app.MapLessonExports();
        app.MapRunExport();
        app.MapHub<RunHub>(RunHub.Path).WithMetadata(open); // each call names its run and brings its key
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(SecurityHeaders.WithoutBlazorsOwnPolicy);
        return app;
    }

    // The reasons are sentences without paths: strangers may read them.
    private static Task WriteHealthAsync(HttpContext context, HealthReport report) => context.Response.WriteAsync(
        string.Join('\n', report.Entries.Values.Select(entry => entry.Description).Where(reason => reason is not null)
            .Prepend(report.Status.ToString())),
        context.RequestAborted);

    private static void SayWhichTorch(ILogger logger)
    {
        var torch = TorchRuntime.Info;
        logger.LogInformation(
            "Torch: {Provider}, version {Version}, threads {Threads}, devices {Devices}",
            torch.Provider, torch.Version, torch.Threads, string.Join(", ", TorchRuntime.Devices.Select(device => device.Id)));
    }

    private static bool HasAddress(IConfiguration configuration) =>
        new[] { "urls", "http_ports", "https_ports" }.Any(key => !string.IsNullOrEmpty(configuration[key]))
        || configuration.GetSection("Kestrel:Endpoints").Exists();
}
