using Microsoft.Extensions.Primitives;

namespace MnistBlazor.Web.Hosting.Bounds;

/// <summary>Ends a circuit in the way in which a browser does that leaves its page.</summary>
public sealed class CircuitEnd(EndpointDataSource endpoints, IServiceScopeFactory scopes)
{
    private const string Path = "_blazor/disconnect";

    /// <param name="circuit">What the browser was given when the circuit was started.</param>
    public async Task EndAsync(string circuit)
    {
        var endpoint = endpoints.Endpoints.OfType<RouteEndpoint>().Single(one => one.RoutePattern.RawText?.Trim('/') == Path);
        await using var scope = scopes.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Method = HttpMethods.Post;
        context.Request.ContentType = "application/x-www-form-urlencoded";
        context.Request.Form = new FormCollection(new Dictionary<string, StringValues> { ["circuitId"] = circuit });
        await endpoint.RequestDelegate!(context);
    }
}
