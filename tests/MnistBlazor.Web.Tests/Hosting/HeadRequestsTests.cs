using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace MnistBlazor.Web.Tests.Hosting;

public sealed class HeadRequestsTests(TrainingApp app) : IClassFixture<TrainingApp>
{
    [Fact]
    public async Task HEAD_is_answered_as_GET_is_by_every_page_and_every_file()
    {
        var (_, cookies) = await app.NewLearnerAsync(TestContext.Current.CancellationToken);
        using var browser = app.NewBrowser(cookies);
        string[] real =
        [
            "/images/mnist/test/0.png", "/lessons/softmax", "/lessons/softmax/take-home/lesson.cs", "/healthz", "/metrics", "/css/site.css",
        ];
        var addresses = real.Concat(Routes()).Distinct().ToList();

        Assert.True(addresses.Count > 15);
        foreach (var address in addresses)
        {
            using var get = await browser.GetAsync(address, TestContext.Current.CancellationToken);
            using var head = await browser.SendAsync(new(HttpMethod.Head, address), TestContext.Current.CancellationToken);

            Assert.Equal((address, get.StatusCode), (address, head.StatusCode));
            Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    /// <summary>The address of every route that answers GET, with a 1 in each of its places.</summary>
    private IEnumerable<string> Routes() => app.Services.GetServices<EndpointDataSource>()
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") != false)
        .Where(route => route.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
        .Select(route => route.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(Filled))))
        .Select(segments => "/" + string.Join('/', segments));

    private static string Filled(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        _ => "1",
    };
}
