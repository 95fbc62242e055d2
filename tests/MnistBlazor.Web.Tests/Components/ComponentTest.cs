using System.Globalization;
using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Words;
using MudBlazor.Services;

namespace MnistBlazor.Web.Tests.Components;

/// <summary>
/// Components as they are once a browser has connected, in English: with the app's words, and scripts that do as they are asked.
/// What else a component needs is added to <c>Services</c> by its tests.
/// </summary>
public abstract class ComponentTest : BunitContext
{
    protected ComponentTest()
    {
        Speak("en");
        Services.AddSingleton<Wording>();
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    /// <summary>Whoever looks at the component is somebody, as in the app.</summary>
    /// <param name="hasCookie">Whether their browser keeps it.</param>
    protected void AddLearner(bool hasCookie = true)
    {
        var user = hasCookie ? LearnerIdentity.NewLearner() : new ClaimsPrincipal(new ClaimsIdentity());
        Services.AddSingleton<AuthenticationStateProvider>(new KnownUser(user));
        Services.AddScoped<Learner>();
    }

    /// <param name="language">en or ko.</param>
    protected static void Speak(string language) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

    /// <param name="address">Of a page, relative to the app's.</param>
    protected void GoTo(string address) => Services.GetRequiredService<NavigationManager>().NavigateTo(address);

    private sealed class KnownUser(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }
}
