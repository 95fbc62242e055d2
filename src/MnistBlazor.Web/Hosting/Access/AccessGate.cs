using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

namespace MnistBlazor.Web.Hosting.Access;

/// <summary>
/// Lets in who has the token: by an address with <c>?token=</c>, which is left at once for the same one without, or by the page that asks
/// for it. A cookie says so from then on, until the token changes. The teacher's page takes the teacher's token alone, which opens
/// everything else too.
/// </summary>
public static class AccessGate
{
    /// <summary>The page that asks.</summary>
    public const string Path = "/enter";

    private const string Parameter = "token", TokenIsWrong = "wrong", TryLater = "later";
    private const string Cookie = "access", TeachersCookie = "teacher", Purpose = "MnistBlazor.Access";
    private const int MaxFormBytes = 4 << 10;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(400); // the longest that browsers keep a cookie

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<AccessPolicy>();
        services.AddSingleton<Guesses>();
        services.AddScoped<Teacher>();
        return services;
    }

    /// <summary>After routing, which knows what is open to strangers, and before anyone becomes a learner.</summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app)
    {
        var services = app.ApplicationServices;
        var policy = services.GetRequiredService<AccessPolicy>();
        return app.Use((context, next) =>
        {
            if (HttpMethods.IsGet(context.Request.Method) && context.Request.Query.TryGetValue(Parameter, out var token))
            {
                Enter(context, token.ToString(), AddressWithoutToken(context.Request));
                return Task.CompletedTask;
            }
            var metadata = context.GetEndpoint()?.Metadata;
            var isTeacher = HasTeachersCookie(context);
            if (metadata?.GetMetadata<ForTeacherAttribute>() is not null) return isTeacher ? next(context) : AskAsync(context);
            var isOpen = metadata?.GetMetadata<OpenToStrangersAttribute>() is not null;
            return isOpen || isTeacher || !policy.Asks(context) || HasClassCookie(context) ? next(context) : AskAsync(context);
        });
    }

    /// <summary>After everyone has become a learner: the teacher is one as well.</summary>
    public static IApplicationBuilder UseTeacher(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (HasTeachersCookie(context))
        {
            // Another principal, since the learner's is what their cookie is renewed from.
            var identity = Teacher.Identity(context.RequestServices.GetRequiredService<AccessTokens>().TeachersFingerprint);
            context.User = new ClaimsPrincipal([.. context.User.Identities, identity]);
        }
        return next(context);
    });

    /// <summary>What the page that asks sends its form to.</summary>
    public static IEndpointRouteBuilder MapAccess(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/access", async (HttpContext context) =>
        {
            if (!context.Request.HasFormContentType) return Results.BadRequest();
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            Enter(context, form[Parameter].ToString(), form["to"].ToString());
            return Results.Empty;
        }).WithMetadata(new OpenToStrangersAttribute(), new RequestSizeLimitAttribute(MaxFormBytes));
        endpoints.MapPost("/access/leave", (HttpContext context) =>
        {
            context.Response.Cookies.Delete(TeachersCookie, CookieOptions(context));
            context.Response.Redirect(context.Request.PathBase.ToUriComponent() + "/");
        });
        return endpoints;
    }

    /// <summary>Whether an address within the app is one that only the teacher's token opens.</summary>
    public static bool IsTeachers(string? address) =>
        new PathString(OwnAddress.Within(address ?? "").Split('?', '#')[0]).StartsWithSegments(Teacher.Path);

    private static void Enter(HttpContext context, string token, string to)
    {
        var services = context.RequestServices;
        var tokens = services.GetRequiredService<AccessTokens>();
        var headers = context.Response.Headers;
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        // Both are compared, whichever is right.
        var (isClass, isTeacher) = (false, false);
        var result = services.GetRequiredService<Guesses>().Try(context.Connection.RemoteIpAddress, () =>
        {
            (isClass, isTeacher) = (tokens.IsClass(token), tokens.IsTeacher(token));
            return isTeacher || isClass && !IsTeachers(to);
        });
        if (result == true)
        {
            var (cookie, fingerprint) = isTeacher ? (TeachersCookie, tokens.TeachersFingerprint) : (Cookie, tokens.Fingerprint);
            context.Response.Cookies.Append(cookie, Protector(context).Protect(fingerprint), CookieOptions(context));
            context.Response.Redirect(context.Request.PathBase.ToUriComponent() + OwnAddress.Within(to));
        }
        else
        {
            context.Response.Redirect(AskingAddress(context.Request, to, result is null ? TryLater : TokenIsWrong));
        }
    }

    private static Task AskAsync(HttpContext context)
    {
        if (LearnerIdentity.AsksForPage(context.Request))
        {
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Redirect(AskingAddress(context.Request, AddressWithoutToken(context.Request), null));
            return Task.CompletedTask;
        }
        return Refusals.AnswerAsync(
            context, StatusCodes.Status401Unauthorized, "This server asks for a token first: open its page in this browser.");
    }

    private static string AskingAddress(HttpRequest request, string to, string? problem)
    {
        var query = new QueryBuilder { { "to", OwnAddress.Within(to) } };
        if (problem is not null) query.Add("problem", problem);
        return OwnAddress.Of(request, Path, query);
    }

    private static string AddressWithoutToken(HttpRequest request) =>
        OwnAddress.Of(request, request.Path, new QueryBuilder(request.Query.Where(pair => pair.Key != Parameter)))[
            request.PathBase.ToUriComponent().Length..];

    private static CookieOptions CookieOptions(HttpContext context) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = Lifetime,
        Path = context.Request.PathBase.HasValue ? context.Request.PathBase.Value : "/",
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    };

    private static bool HasClassCookie(HttpContext context) => HasCookie(context, Cookie, tokens => tokens.Fingerprint);

    private static bool HasTeachersCookie(HttpContext context) => HasCookie(context, TeachersCookie, tokens => tokens.TeachersFingerprint);

    private static bool HasCookie(HttpContext context, string name, Func<AccessTokens, string> fingerprint)
    {
        if (context.Request.Cookies[name] is not { Length: > 0 } cookie) return false;
        try
        {
            return Protector(context).Unprotect(cookie) == fingerprint(context.RequestServices.GetRequiredService<AccessTokens>());
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static IDataProtector Protector(HttpContext context) =>
        context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose);
}
