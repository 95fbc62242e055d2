using System.Globalization;
using System.Net.Mime;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Exports;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
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
        endpoints.MapGet("/runs/{run}/weights.safetensors", Weights);
        endpoints.MapGet("/datasets/{id}/files.zip", DatasetAsync);
        return endpoints;
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> NotebookAsync(
        string id, HttpRequest request, ClaimsPrincipal user, DatasetLibrary library, RunService runs, Wording words,
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
        string id, HttpRequest request, ClaimsPrincipal user, DatasetLibrary library, RunService runs, CancellationToken cancellation)
    {
        if (LessonCatalog.FindDigits(id) is not { } lesson) return TypedResults.NotFound();
        var (values, dataset) = await ReadAsync(lesson, request, user, library, cancellation);
        var name = NameOf(lesson, values, user, runs) + ".cs";
        return File(LessonProgram.Create(lesson, values, dataset?.ClassNames, name), MediaTypeNames.Text.Plain, name);
    }

    private static Results<FileContentHttpResult, NotFound> Weights(string run, ClaimsPrincipal user, RunService runs)
    {
        if (!LearnerIdentity.IsKnown(user) || !RunId.TryParse(run, out var id)) return TypedResults.NotFound();
        try
        {
            var learner = LearnerIdentity.Of(user);
            return runs.Model(learner, id) is { } model && runs.Find(learner, id) is { } found
                ? TypedResults.File(model.Weights, MediaTypeNames.Application.Octet, ExportNames.Of(found) + ".safetensors")
                : TypedResults.NotFound();
        }
        catch (RunNotFoundException)
        {
            return TypedResults.NotFound();
        }
    }

    private static async Task<Results<FileStreamHttpResult, NotFound>> DatasetAsync(
        string id, ClaimsPrincipal user, DatasetLibrary library, CancellationToken cancellation)
    {
        if (!library.Has(LearnerOf(user), id)) return TypedResults.NotFound();
        try
        {
            var dataset = await library.LoadAsync(LearnerOf(user), id, progress: null, cancellation);
            // On the disk while it is sent: a data set may be large, and a line slow.
            var file = new FileStream(
                Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            await Task.Run(() => DatasetArchive.Write(dataset, file, cancellation), cancellation);
            file.Position = 0;
            return TypedResults.File(file, MediaTypeNames.Application.Zip, $"{id}.zip");
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
    private static string NameOf(DigitsLesson lesson, ParameterValues values, ClaimsPrincipal user, RunService runs) =>
        ExportNames.Of(lesson, LearnerIdentity.IsKnown(user) ? ExportNames.RunOf(lesson, values, runs.List(LearnerOf(user))) : null);

    /// <summary>Who has no id yet has no data sets either.</summary>
    private static LearnerId LearnerOf(ClaimsPrincipal user) => LearnerIdentity.IsKnown(user) ? LearnerIdentity.Of(user) : default;

    private static FileContentHttpResult File(string text, string type, string name) =>
        TypedResults.File(Encoding.UTF8.GetBytes(text), type, name);
}
