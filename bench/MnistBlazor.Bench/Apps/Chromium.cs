using Microsoft.Playwright;

namespace MnistBlazor.Bench.Apps;

/// <summary>Debian's Chromium, or the one that the variable CHROMIUM names.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private readonly IPlaywright _playwright;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    /// <param name="arguments">Besides those that it always gets.</param>
    public static async Task<Chromium> StartAsync(params string[] arguments)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", .. arguments,
            ],
        });
        return new(playwright, browser);
    }

    public static async Task<string> VersionAsync()
    {
        await using var chromium = await StartAsync();
        return chromium.Browser.Version;
    }

    /// <summary>A page of someone who has never been here.</summary>
    public async Task<IPage> VisitAsync(Uri address)
    {
        var context = await Browser.NewContextAsync(new() { Locale = "en-US" });
        context.SetDefaultTimeout(180_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.AbsoluteUri);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
