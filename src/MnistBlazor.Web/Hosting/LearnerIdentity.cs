using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// Who is looking: an anonymous id in a protected cookie that scripts cannot read, given on the first page. There is no account;
/// who loses the cookie loses sight of their notebooks, and nobody can guess someone else's.
/// </summary>
public static class LearnerIdentity
{
    private const string ClaimType = "learner";
    private const string CookieName = "learner";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(400); // the longest that browsers keep a cookie

    /// <exception cref="StartupProblem">A key is damaged.</exception>
    public static IServiceCollection AddLearnerIdentity(this IServiceCollection services, string dataDirectory)
    {
        LearnerKeys.Check(dataDirectory);
        services.AddDataProtection()
            .SetApplicationName("MnistBlazor")
            .PersistKeysToFileSystem(new DirectoryInfo(LearnerKeys.Folder(dataDirectory)));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = CookieName;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // a classroom often has no certificate
            cookie.ExpireTimeSpan = Lifetime;
            cookie.SlidingExpiration = true;
        });
        services.AddAntiforgery(forms => forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddScoped<Learner>();
        return services;
    }

    /// <summary>Gives an id to who asks for a page and has none yet. Files, images and hubs give none.</summary>
    public static IApplicationBuilder UseLearnerIdentity(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!IsKnown(context.User) && AsksForPage(context.Request))
        {
            context.User = NewLearner();
            await context.SignInAsync(context.User, new AuthenticationProperties { IsPersistent = true });
        }
        await next(context);
    });

    public static bool IsKnown(ClaimsPrincipal user) => user.HasClaim(claim => claim.Type == ClaimType);

    /// <exception cref="InvalidOperationException">The user is nobody yet.</exception>
    public static LearnerId Of(ClaimsPrincipal user) =>
        new(user.FindFirstValue(ClaimType) ?? throw new InvalidOperationException("This user has no learner's id."));

    public static ClaimsPrincipal NewLearner()
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimType, id)], CookieAuthenticationDefaults.AuthenticationScheme));
    }

    public static bool AsksForPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
