using System.Globalization;
using System.Net.Mime;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using MnistBlazor.Notebook.Lessons;
using MnistBlazor.Notebook.Runs;
using MnistBlazor.Notebook.TakeHome;
using MnistBlazor.Web.Resources;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// What a learner takes home: a lesson as a notebook or a program, set as the address says, and the weights of an own run.
/// </summary>
public static class TakeHomeEndpoints
{
    public static IEndpointRouteBuilder MapTakeHome(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/lessons/{id}/take-home/notebook.ipynb", Notebook);
        endpoints.MapGet("/lessons/{id}/take-home/lesson.cs", Program);
        endpoints.MapGet("/runs/{run}/weights.safetensors", Weights);
        return endpoints;
    }

    private static Results<FileContentHttpResult, NotFound> Notebook(string id, HttpRequest request, IStringLocalizer<LessonWords> words)
    {
        if (LessonCatalog.Find(id) is not { } lesson)
            return TypedResults.NotFound();
        string text = JupyterNotebook.Create(
            lesson, Values(lesson, request), CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, words[$"lesson.{lesson.Id}"], cell => words[$"cell.{cell.ToString().ToLowerInvariant()}"]);
        return File(text, "application/x-ipynb+json", $"mnist-{lesson.Id}.ipynb");
    }

    private static Results<FileContentHttpResult, NotFound> Program(string id, HttpRequest request)
    {
        if (LessonCatalog.Find(id) is not { } lesson)
            return TypedResults.NotFound();
        return File(LessonProgram.Create(lesson, Values(lesson, request)), MediaTypeNames.Text.Plain, $"mnist-{lesson.Id}.cs");
    }

    private static Results<FileContentHttpResult, NotFound> Weights(string run, ClaimsPrincipal user, RunService runs)
    {
        if (!LearnerIdentity.IsKnown(user) || !RunId.TryParse(run, out var id))
            return TypedResults.NotFound();
        try
        {
            return runs.Model(LearnerIdentity.Of(user), id) is { } model
                ? TypedResults.File(model.Weights, MediaTypeNames.Application.Octet, "weights.safetensors")
                : TypedResults.NotFound();
        }
        catch (RunNotFoundException)
        {
            return TypedResults.NotFound();
        }
    }

    private static ParameterValues Values(Lesson lesson, HttpRequest request) =>
        ParameterAddress.Read(lesson, request.QueryString.Value).Values ?? lesson.Defaults;

    private static FileContentHttpResult File(string text, string type, string name) =>
        TypedResults.File(Encoding.UTF8.GetBytes(text), type, name);
}
