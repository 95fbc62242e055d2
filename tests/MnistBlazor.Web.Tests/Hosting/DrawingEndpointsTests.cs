using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons.Datasets;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>The sheet to be printed has the classes of whoever asks.</summary>
public sealed class DrawingEndpointsTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task The_sheet_names_the_classes_of_its_learner_twelve_to_a_page()
    {
        var (ada, cookies) = await app.NewLearnerAsync(TestContext.Current.CancellationToken);
        var drawings = app.Services.GetRequiredService<DrawingCollections>();
        for (var i = 0; i < 13; i++) drawings.AddClass(ada, $"<class {i}>");
        using HttpClient owner = app.NewBrowser(cookies), nobody = app.NewBrowser();

        var answer = await owner.GetAsync("/drawings/sheet.svg");
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType?.MediaType);
        var first = await answer.Content.ReadAsStringAsync();
        Assert.Contains("&lt;class 11&gt;", first, StringComparison.Ordinal);
        Assert.DoesNotContain("class 12", first, StringComparison.Ordinal);
        Assert.Contains("class 12", await owner.GetStringAsync("/drawings/sheet.svg?page=1"), StringComparison.Ordinal);
        foreach (var page in new[] { "2", "-1", "99999" })
            Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync($"/drawings/sheet.svg?page={page}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync("/drawings/sheet.svg")).StatusCode);
    }
}
