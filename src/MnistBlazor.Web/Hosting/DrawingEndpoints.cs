using System.Net.Mime;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.ML.Data.Sheets;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Hosting;

/// <summary>A page with boxes for a learner's own classes, to be printed, filled and photographed: <c>/drawings/sheet.svg</c>.</summary>
public static class DrawingEndpoints
{
    public static IEndpointRouteBuilder MapDrawings(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/drawings/sheet.svg", Sheet);
        return endpoints;
    }

    /// <param name="page">From 0: which of the learner's classes, <see cref="SheetLayout.MaxRows"/> at a time.</param>
    private static Results<FileContentHttpResult, NotFound> Sheet(
        ClaimsPrincipal user, DrawingCollections collections, Wording words, HttpResponse response, int page = 0)
    {
        if (!LearnerIdentity.IsKnown(user) || page is < 0 or > 1000) return TypedResults.NotFound();
        string[] names =
        [
            .. collections.Get(LearnerIdentity.Of(user)).Classes
                .Skip(page * SheetLayout.MaxRows).Take(SheetLayout.MaxRows).Select(one => one.Name),
        ];
        if (names.Length == 0) return TypedResults.NotFound();
        response.Headers.CacheControl = "no-store"; // it follows the classes
        return TypedResults.File(Encoding.UTF8.GetBytes(SheetPicture.Svg(names, words["drawings.sheet.title"])), MediaTypeNames.Image.Svg);
    }
}
