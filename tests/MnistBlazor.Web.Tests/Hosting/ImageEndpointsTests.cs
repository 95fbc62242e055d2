using System.Buffers.Binary;
using System.Net;

namespace MnistBlazor.Web.Tests.Hosting;

public sealed class ImageEndpointsTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Theory]
    [InlineData("/images/mnist/train/0.png")]
    [InlineData("/images/mnist/test/9999.png")]
    public async Task An_image_is_a_28_by_28_PNG_that_a_browser_asks_for_once(string path)
    {
        using var browser = app.NewBrowser();
        var answer = await browser.GetAsync(path);
        var png = await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal((28, 28), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
        Assert.True(answer.Headers.CacheControl is { Public: true } cache && cache.MaxAge >= TimeSpan.FromDays(365));
    }

    [Theory]
    [InlineData("/images/mnist/test/10000.png")]
    [InlineData("/images/mnist/test/-1.png")]
    [InlineData("/images/mnist/test/99999999999.png")]
    [InlineData("/images/mnist/validation/0.png")]
    [InlineData("/images/..%2Fkeys/test/0.png")]
    [InlineData("/images/nothing/test/0.png")]
    public async Task There_is_no_other_image(string path)
    {
        using var browser = app.NewBrowser();

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).StatusCode);
    }
}
