using System.Net;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hubs;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>
/// The real app on a real Kestrel and a free port, with a data directory of its own. Nothing trains and no store is opened, which
/// most tests of the shell have no need of.
/// </summary>
public class RunningApp : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mnistblazor-web-tests-");
    private WebApplication? _app;

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    /// <summary>The app's data directory.</summary>
    public string Data => _data.FullName;

    protected virtual bool WorksInBackground => false;

    /// <summary>Where it listens.</summary>
    protected virtual string Urls => "http://127.0.0.1:0";

    /// <summary>Beside the address and the data directory.</summary>
    protected virtual string[] Arguments => [];

    protected virtual void Configure(IServiceCollection services) =>
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));

    public async ValueTask InitializeAsync()
    {
        _app = MnistBlazorApp.Create(["--urls", Urls, "--MnistBlazor:DataDirectory", Data, .. Arguments], services =>
        {
            if (!WorksInBackground)
                foreach (var work in services.Where(IsBackgroundWork).ToList()) services.Remove(work);
            Configure(services);
        });
        await _app.StartAsync();
        var listened = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Address = new Uri(listened.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
    }

    /// <summary>A browser that follows no redirect, keeps cookies and asks for pages.</summary>
    public HttpClient NewBrowser(CookieContainer? cookies = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new CookieContainer() };
        var browser = new HttpClient(handler)
        {
            BaseAddress = Address,
        };
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return browser;
    }

    /// <summary>A connection to the hub of runs, over a WebSocket from the first byte; it is not started yet.</summary>
    /// <param name="cookies">Who connects; null: nobody the app knows.</param>
    /// <param name="language">Of the browser.</param>
    public HubConnection NewHub(CookieContainer? cookies = null, string language = "en") => new HubConnectionBuilder()
        .WithUrl(new Uri(Address, RunHub.Path), HttpTransportType.WebSockets, options =>
        {
            options.SkipNegotiation = true;
            options.Cookies = cookies ?? new CookieContainer();
            options.Headers["Accept-Language"] = language;
        })
        .Build();

    /// <summary>The connection over which a page has its circuit; it is not started yet.</summary>
    public HubConnection NewCircuitSocket(CookieContainer cookies)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(Address, "_blazor"), HttpTransportType.WebSockets, options =>
        {
            options.SkipNegotiation = true;
            options.Cookies = cookies;
        });
        builder.Services.AddSingleton<IHubProtocol, BlazorPack>();
        return builder.Build();
    }

    /// <summary>Opens a page as a new browser does, and looks into the protected cookie that it got.</summary>
    public async Task<(LearnerId Learner, CookieContainer Cookies)> NewLearnerAsync(CancellationToken cancellation)
    {
        var cookies = new CookieContainer();
        using var browser = NewBrowser(cookies);
        await browser.GetAsync("/lessons", cancellation);
        var tickets = Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(CookieAuthenticationDefaults.AuthenticationScheme).TicketDataFormat;
        return (LearnerIdentity.Of(tickets.Unprotect(cookies.GetCookies(Address)["learner"]!.Value)!.Principal), cookies);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        _data.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private static bool IsBackgroundWork(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Namespace?.StartsWith(nameof(MnistBlazor), StringComparison.Ordinal) == true;
}

/// <summary>The app with all it does in the background: runs train and are stored.</summary>
public sealed class TrainingApp : RunningApp
{
    protected override bool WorksInBackground => true;
}
