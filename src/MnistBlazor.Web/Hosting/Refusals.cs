namespace MnistBlazor.Web.Hosting;

/// <summary>Answers a request that goes no further, with a sentence in place of a page.</summary>
public static class Refusals
{
    public static Task AnswerAsync(HttpContext context, int status, string sentence)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        return response.WriteAsync(sentence + "\n");
    }
}
