using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;

namespace MnistBlazor.Web.Tests.Components;

/// <summary>Renders a component to HTML once, as the server does for the first page.</summary>
public static class Rendering
{
    /// <param name="language">en or ko.</param>
    /// <param name="address">Of the page, below http://app/.</param>
    public static async Task<string> HtmlAsync<TComponent>(
        string language = "en", string address = "", Dictionary<string, object?>? parameters = null) where TComponent : IComponent
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddLocalization()
            .AddSingleton<NavigationManager>(new Page(address))
            .AddSingleton<IJSRuntime, NoBrowser>()
            .BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters ?? []))).ToHtmlString());
    }

    private sealed class Page : NavigationManager
    {
        public Page(string address) => Initialize("http://app/", "http://app/" + address);
    }

    /// <summary>The first rendering has no browser yet: a component that calls one fails here as it would there.</summary>
    private sealed class NoBrowser : IJSRuntime
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => throw new InvalidOperationException(identifier);

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellation, object?[]? args) =>
            throw new InvalidOperationException(identifier);
    }
}
