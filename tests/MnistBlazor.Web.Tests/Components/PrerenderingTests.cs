using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using MnistBlazor.Web.Components.Drawing;
using MnistBlazor.Web.Components.Layout;
using MnistBlazor.Web.Components.Pages;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Components;

/// <summary>A page is HTML before any browser has connected: the server renders it with nobody there to run a script.</summary>
public sealed class PrerenderingTests
{
    [Theory]
    [InlineData(typeof(SiteHeader))]
    [InlineData(typeof(LessonList))]
    [InlineData(typeof(About))]
    [InlineData(typeof(DrawingPad))]
    public async Task The_first_rendering_asks_nothing_of_the_browser(Type component)
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<Wording>()
            .AddScoped<PadContent>()
            .AddSingleton<NavigationManager>(new Page())
            .AddSingleton<IJSRuntime, NoBrowser>()
            .BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());

        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync(component)).ToHtmlString());

        Assert.NotEmpty(html);
    }

    private sealed class Page : NavigationManager
    {
        public Page() => Initialize("http://app/", "http://app/");
    }

    /// <summary>A component that calls the browser fails here, as it would there.</summary>
    private sealed class NoBrowser : IJSRuntime
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => throw new InvalidOperationException(identifier);

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellation, object?[]? args) =>
            throw new InvalidOperationException(identifier);
    }
}
