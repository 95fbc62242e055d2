using System.Net.Mime;
using System.Security.Claims;
using System.Text;
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
        endpoints.MapGet("/runs/export.csv", Csv);
        endpoints.MapGet("/runs/export.json", Json);
        return endpoints;
    }

    // The mark at the start tells spreadsheets that it is UTF-8.
    private static Results<FileContentHttpResult, NotFound> Csv(string? ids, ClaimsPrincipal user, RunService runs) =>
        Own(ids, user, runs) is { } own
            ? TypedResults.File(
                [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(RunExport.Csv(LessonCatalog.All, own, run => runs.EpochsOf(run.Id)))],
                "text/csv", "runs.csv")
            : TypedResults.NotFound();

    private static Results<FileContentHttpResult, NotFound> Json(string? ids, ClaimsPrincipal user, RunService runs) =>
        Own(ids, user, runs) is { } own
            ? TypedResults.File(
                Encoding.UTF8.GetBytes(RunExport.ToJson(LessonCatalog.All, own, run => runs.EpochsOf(run.Id))),
                MediaTypeNames.Application.Json, "runs.json")
            : TypedResults.NotFound();

    private static IEnumerable<Run>? Own(string? ids, ClaimsPrincipal user, RunService runs)
    {
        if (!LearnerIdentity.IsKnown(user)) return null;
        var own = runs.List(LearnerIdentity.Of(user));
        if (string.IsNullOrEmpty(ids)) return own;
        var asked = ids.Split(',').ToHashSet();
        return own.Where(run => asked.Contains(run.Id.Value));
    }
}
