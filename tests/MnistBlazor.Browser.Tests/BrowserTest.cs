using Microsoft.Playwright;

namespace MnistBlazor.Browser.Tests;

/// <summary>What every test here has: visitors, whose complaints fail it as the app's own do, and a picture of what they saw when it fails.</summary>
/// <param name="app">The one that is visited; null: the first.</param>
public abstract class BrowserTest(AppFixture fixture, AppProcess? app = null) : IAsyncLifetime
{
    private readonly List<Visitor> visitors = [];

    protected AppProcess App { get; } = app ?? fixture.App;

    protected async Task<Visitor> VisitAsync(
        string language = "en", ViewportSize? size = null, ColorScheme colors = ColorScheme.Light, AppProcess? app = null)
    {
        var address = (app ?? App).Address;
        var context = await fixture.Browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            Locale = language,
            ViewportSize = size ?? Sizes.Desktop,
            ColorScheme = colors,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultNavigationTimeout(AppFixture.PatienceMilliseconds);
        var visitor = new Visitor(context, address);
        lock (visitors) visitors.Add(visitor);
        return visitor;
    }

    /// <summary>Of someone who has left without a complaint: a test may have thousands.</summary>
    protected void Forget(Visitor visitor)
    {
        lock (visitors) visitors.Remove(visitor);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed) await KeepPicturesAsync();
        // Before the contexts close: what a page says while its browser goes away is not about the page.
        var complaints = visitors.SelectMany(visitor => visitor.Complaints).ToList();
        foreach (var visitor in visitors) await visitor.Context.CloseAsync();
        complaints.AddRange(TakeErrors().Where(error => !visitors.Any(visitor => visitor.Forgives(error))));
        Assert.True(complaints.Count == 0, $"Complaints of browser and app:\n{string.Join('\n', complaints)}");
        GC.SuppressFinalize(this);
    }

    /// <summary>What the app complained of; a test with an app of its own asks that one.</summary>
    protected virtual IEnumerable<string> TakeErrors() => App.TakeErrors();

    private async Task KeepPicturesAsync()
    {
        var name = string.Concat(TestContext.Current.TestMethod!.MethodName.Where(c => char.IsLetterOrDigit(c) || c == '_'));
        foreach (var (page, index) in visitors.SelectMany(visitor => visitor.Context.Pages).Select((page, index) => (page, index)))
        {
            var path = Path.Combine(AppContext.BaseDirectory, "failures", $"{name}-{index}.png");
            await page.ScreenshotAsync(new() { Path = path, FullPage = true });
            TestContext.Current.SendDiagnosticMessage($"What the browser showed: {path}");
        }
    }
}

/// <summary>The two windows that the pages are designed for.</summary>
public static class Sizes
{
    public static readonly ViewportSize Desktop = new() { Width = 1280, Height = 900 };
    public static readonly ViewportSize Phone = new() { Width = 390, Height = 844 };
}
