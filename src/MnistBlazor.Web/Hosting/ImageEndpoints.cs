using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.ML.Data;
using MnistBlazor.Web.Models.Drawing;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// The data sets' images: <c>/images/mnist/train/17.png</c>. They never change, so a browser asks for each once. A learner's own are
/// for that learner.
/// </summary>
public static class ImageEndpoints
{
    private const string Forever = "public, max-age=31536000, immutable", ForeverForOne = "private, max-age=31536000, immutable";

    public static IEndpointRouteBuilder MapImages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/images/{dataset}/{split}/{index:int:min(0)}.png", GetAsync);
        return endpoints;
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> GetAsync(
        string dataset, string split, int index, ClaimsPrincipal user, DatasetLibrary library,
        HttpResponse response, CancellationToken cancellation)
    {
        try
        {
            var learner = LearnerIdentity.IsKnown(user) ? LearnerIdentity.Of(user) : default;
            var data = await library.LoadAsync(learner, dataset, progress: null, cancellation);
            var images = split switch { "train" => data.Train, "test" => data.Test, _ => null };
            if (images is null || index >= images.Count) return TypedResults.NotFound();
            response.Headers.CacheControl = UploadedDataset.IsId(dataset) ? ForeverForOne : Forever;
            return TypedResults.File(Png.FromGrey(images.Pixels(index), ImageSplit.Width, ImageSplit.Height), "image/png");
        }
        catch (DatasetException)
        {
            return TypedResults.NotFound(); // the data cell says why, and what to do
        }
    }
}
