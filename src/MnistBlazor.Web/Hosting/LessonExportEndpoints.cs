using System.Globalization;
using System.Net.Mime;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Exports;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Hosting.Downloads;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// What a learner takes home: a lesson as a notebook or a program, set as the address says, and the weights of an own run.
/// </summary>
public static class LessonExportEndpoints
{
    public static IEndpointRouteBuilder MapLessonExports(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/lessons/{id}/take-home/notebook.ipynb", NotebookAsync);
        endpoints.MapGet("/lessons/{id}/take-home/lesson.cs", ProgramAsync);
        endpoints.MapGet("/runs/{run}/weights.safetensors", WeightsAsync).WithMetadata(new DownloadAttribute());
        endpoints.MapGet("/datasets/{id}/files.zip", DatasetAsync).WithMetadata(new DownloadAttribute());
        return endpoints;
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> NotebookAsync(
        string id, HttpRequest request, ClaimsPrincipal user, DatasetLibrary library, RunListing runs, Wording words,
        CancellationToken cancellation)
    {
        if (LessonCatalog.FindDigits(id) is not { } lesson) return TypedResults.NotFound();
        var (values, dataset) = await ReadAsync(lesson, request, user, library, cancellation);
        var text = JupyterNotebook.Create(
            lesson, values, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, words[$"lesson.{lesson.Id}"],
            cell => words[$"cell.{cell.Id}"], dataset?.ClassNames,
            dataset is null ? null : library.FactsOf(LearnerOf(user), dataset));
        return File(text, "application/x-ipynb+json", NameOf(lesson, values, user, runs) + ".ipynb");
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> ProgramAsync(
        string id, HttpRequest request, ClaimsPrincipal user, DatasetLibrary library, RunListing runs, CancellationToken cancellation)
    {
        if (LessonCatalog.FindDigits(id) is not { } lesson) return TypedResults.NotFound();
        var (values, dataset) = await ReadAsync(lesson, request, user, library, cancellation);
        var name = NameOf(lesson, values, user, runs) + ".cs";
        return File(LessonProgram.Create(lesson, values, dataset?.ClassNames, name), MediaTypeNames.Text.Plain, name);
    }

    private static async Task<Results<FileStreamHttpResult, NotFound>> WeightsAsync(
        string run, ClaimsPrincipal user, RunService runs, RunWeights weights, DownloadFiles files, HttpResponse response,
        CancellationToken cancellation)
    {
        if (!LearnerIdentity.IsKnown(user) || !RunId.TryParse(run, out var id)) return TypedResults.NotFound();
        var learner = LearnerIdentity.Of(user);
        if (runs.Find(learner, id) is not { } found) return TypedResults.NotFound();
        try
        {
            var newest = weights.Newest(learner, id);
            var name = $"{id.Value}-{newest.Version}";
            var file = await files.OpenAsync(
                name, stream => stream.Write((newest.Load() ?? throw new RunNotFoundException(id)).Weights), cancellation);
            return File(file, name, MediaTypeNames.Application.Octet, ExportNames.Of(found) + ".safetensors", response);
        }
        catch (RunNotFoundException)
        {
            return TypedResults.NotFound(); // or it has no weights yet
        }
    }

    private static async Task<Results<FileStreamHttpResult, NotFound>> DatasetAsync(
        string id, ClaimsPrincipal user, DatasetLibrary library, DownloadFiles files, HttpResponse response, CancellationToken cancellation)
    {
        if (!library.Has(LearnerOf(user), id)) return TypedResults.NotFound();
        try
        {
            var dataset = await library.LoadAsync(LearnerOf(user), id, progress: null, cancellation);
            var file = await files.OpenAsync($"dataset {id}", stream => DatasetArchive.Write(dataset, stream), cancellation);
            return File(file, id, MediaTypeNames.Application.Zip, $"{id}.zip", response);
        }
        catch (DatasetException)
        {
            return TypedResults.NotFound(); // the data cell says why, and what to do
        }
    }

    /// <summary>What the address asks for, and its data set; null where that cannot be read.</summary>
    private static async Task<(ParameterValues Values, ImageDataset? Dataset)> ReadAsync(
        DigitsLesson lesson, HttpRequest request, ClaimsPrincipal user, DatasetLibrary library, CancellationToken cancellation)
    {
        var (values, _) = library.Fit(LearnerOf(user), ParameterAddress.Read(lesson, request.QueryString.Value).Values ?? lesson.Defaults);
        try
        {
            return (values, await library.LoadAsync(LearnerOf(user), lesson.Options(values).Dataset, progress: null, cancellation));
        }
        catch (DatasetException)
        {
            return (values, null);
        }
    }

    /// <summary>The lesson's name and, where one was trained as set, the run's.</summary>
    private static string NameOf(DigitsLesson lesson, ParameterValues values, ClaimsPrincipal user, RunListing runs) =>
        ExportNames.Of(lesson, LearnerIdentity.IsKnown(user) ? ExportNames.RunOf(lesson, values, runs.Newest(LearnerOf(user))) : null);

    /// <summary>Who has no id yet has no data sets either.</summary>
    private static LearnerId LearnerOf(ClaimsPrincipal user) => LearnerIdentity.IsKnown(user) ? LearnerIdentity.Of(user) : default;

    /// <param name="mark">A browser that has a file of that mark needs it no second time, nor from its start when a line broke.</param>
    private static FileStreamHttpResult File(Stream file, string mark, string type, string name, HttpResponse response)
    {
        response.Headers.CacheControl = "private, no-cache";
        return TypedResults.File(
            file, type, name, entityTag: new EntityTagHeaderValue($"\"{Uri.EscapeDataString(mark)}\""), enableRangeProcessing: true);
    }

    private static FileContentHttpResult File(string text, string type, string name) =>
        TypedResults.File(Encoding.UTF8.GetBytes(text), type, name);
}
