namespace MnistBlazor.Web.Hosting;

/// <summary>Answers HEAD wherever GET is answered: the same headers, of which the server sends nothing but those.</summary>
public static class HeadRequests
{
    /// <summary>Before routing: to everything after it the request is a GET. Kestrel remembers which it was: no body.</summary>
    public static IApplicationBuilder UseHeadRequests(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method)) context.Request.Method = HttpMethods.Get;
        return next(context);
    });
}
