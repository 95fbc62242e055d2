using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Localization;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// The languages of the app. <c>?culture=ko</c> on any address chooses one and is remembered in a cookie; without a choice the
/// browser's own languages decide. A circuit takes the language of the page that opened it.
/// </summary>
public static class Languages
{
    public const string QueryParameter = "culture";

    /// <summary>Each with its own name for itself, the default first.</summary>
    public static IReadOnlyList<(string Code, string Name)> All { get; } = [("en", "English"), ("ko", "한국어")];

    public static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        services.AddSingleton<Wording>();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            var codes = All.Select(language => language.Code).ToArray();
            options.AddSupportedCultures(codes).AddSupportedUICultures(codes).SetDefaultCulture(codes[0]);
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders =
                [new CookieRequestCultureProvider { CookieName = Cookie }, new AcceptLanguageHeaderRequestCultureProvider()];
        });
        return services;
    }

    /// <summary>Remembers a language that the address asks for, and goes on to the address without it.</summary>
    public static IApplicationBuilder UseLanguages(this IApplicationBuilder app)
    {
        app.Use((context, next) =>
        {
            var chosen = context.Request.Query[QueryParameter].ToString();
            if (!HttpMethods.IsGet(context.Request.Method) || All.All(language => language.Code != chosen))
                return next(context);
            var value = CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(chosen));
            context.Response.Cookies.Append(Cookie, value, new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(400),
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
            });
            var rest = context.Request.Query.Where(pair => pair.Key != QueryParameter);
            context.Response.Redirect(OwnAddress.Of(context.Request, context.Request.Path, new QueryBuilder(rest)));
            return Task.CompletedTask;
        });
        return app.UseRequestLocalization();
    }

    private const string Cookie = "language";
}
