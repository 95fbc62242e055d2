using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Extensions;

namespace MnistBlazor.Web.Hosting;

/// <summary>Addresses to send a browser to that lie within this app, whatever a request's path says.</summary>
public static partial class OwnAddress
{
    /// <summary>
    /// Encoded, so that nothing in it reaches the header as it came; with one slash at its start, since two would name another host.
    /// </summary>
    /// <param name="path">Decoded, within the app.</param>
    public static string Of(HttpRequest request, PathString path, QueryBuilder query) =>
        request.PathBase.ToUriComponent() + new PathString("/" + path.Value?.TrimStart('/')).ToUriComponent() + query;

    /// <param name="address">What a request says that it is: encoded, with or without a query.</param>
    /// <returns>The same if it is a page of this app; else that of the first page.</returns>
    public static string Within(string address) => Encoded().IsMatch(address) ? address : "/";

    [GeneratedRegex(@"^/(?![/\\])[!-~]*\z")]
    private static partial Regex Encoded();
}
