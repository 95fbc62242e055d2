using System.Net.Mime;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Exports;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// A learner's own runs as files: all of them, newest first, or those whose ids are asked for. Anyone else's are left out.
/// </summary>
public static class RunExportEndpoints
{
    public static IEndpointRouteBuilder MapRunExport(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/runs/export.csv", Csv).WithMetadata(new DownloadAttribute());
        endpoints.MapGet("/runs/export.json", Json).WithMetadata(new DownloadAttribute());
        return endpoints;
    }

    private static Results<PushStreamHttpResult, NotFound> Csv(
        string? ids, ClaimsPrincipal user, RunListing runs, CancellationToken cancellation) =>
        Own(ids, user, runs, lastEpochOnly: true) is { } own
            ? TypedResults.Stream(file => RunExport.WriteCsvAsync(file, LessonCatalog.All, own, cancellation), "text/csv", "runs.csv")
            : TypedResults.NotFound();

    private static Results<PushStreamHttpResult, NotFound> Json(
        string? ids, ClaimsPrincipal user, RunListing runs, CancellationToken cancellation) =>
        Own(ids, user, runs, lastEpochOnly: false) is { } own
            ? TypedResults.Stream(
                file => RunExport.WriteJsonAsync(file, LessonCatalog.All, own, cancellation), MediaTypeNames.Application.Json, "runs.json")
            : TypedResults.NotFound();

    private static IEnumerable<(Run, IReadOnlyList<EpochTrained>)>? Own(
        string? ids, ClaimsPrincipal user, RunListing runs, bool lastEpochOnly)
    {
        if (!LearnerIdentity.IsKnown(user)) return null;
        var asked = string.IsNullOrEmpty(ids)
            ? null
            : ids.Split(',').Select(text => RunId.TryParse(text, out var id) ? id : default).ToHashSet();
        return runs.WithEpochs(LearnerIdentity.Of(user), asked, lastEpochOnly);
    }
}
