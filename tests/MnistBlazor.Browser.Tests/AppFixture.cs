using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(MnistBlazor.Browser.Tests.AppFixture))]
// An app has one device that trains: side by side the tests on it would only wait for each other. So there are two apps, and tests wait
// for pages long enough to have both at work. Those that start apps of their own wait for these most of the time, and those that
// look at pages hardly train: they run beside the others.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.Collections, MaxThreads = 3)]

namespace MnistBlazor.Browser.Tests;

/// <summary>Two apps and one browser for all tests. Each test is a visitor of its own (a browser context), so none sees another's notebook.</summary>
public sealed class AppFixture : IAsyncLifetime
{
    /// <summary>How long a test waits for what it expects before it fails. Nothing waits this long when all is well.</summary>
    public const float PatienceMilliseconds = 180_000;

    /// <summary>The collection of the tests that run beside the others: they start apps of their own, or train next to nothing.</summary>
    public const string Beside = "Beside the others";

    /// <summary>The collection of the tests that train on <see cref="SecondApp"/>.</summary>
    public const string OnSecondApp = "On the second app";

    private readonly FewDigits few = new();
    private IPlaywright playwright = null!;
    private TestCluster? cluster;

    public AppProcess App { get; private set; } = null!;

    public AppProcess SecondApp { get; private set; } = null!;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (TestCluster.IsWanted) cluster = new TestCluster();
        App = await StartAsync("first");
        SecondApp = await StartAsync("second");
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            // Debian's Chromium: no browser is downloaded.
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    private Task<AppProcess> StartAsync(string name)
    {
        var settings = $"--MnistBlazor:DatasetFolder={few.Folder}";
        return cluster is null ? AppProcess.StartAsync(settings) : cluster.StartAsync(name, settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        playwright?.Dispose();
        if (App is not null) await App.DisposeAsync();
        if (SecondApp is not null) await SecondApp.DisposeAsync();
        if (cluster is not null) await cluster.DisposeAsync();
        few.Dispose();
    }
}
