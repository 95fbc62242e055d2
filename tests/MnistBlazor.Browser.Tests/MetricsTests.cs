namespace MnistBlazor.Browser.Tests;

/// <summary>What only a browser makes: the other numbers are looked at in MnistBlazor.Web.Tests.</summary>
[Collection(AppFixture.Beside)]
public sealed class MetricsTests(AppFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Pages_that_are_open_are_counted()
    {
        await using var app = await AppProcess.StartAsync();
        var visitor = await VisitAsync(app: app);
        Assert.Equal(["mnistblazor_circuits_connected{} 0", "mnistblazor_circuits_open{} 0"], await CircuitsAsync(app));

        await visitor.OpenAsync("lessons");
        Assert.Equal(["mnistblazor_circuits_connected{} 1", "mnistblazor_circuits_open{} 1"], await CircuitsAsync(app));
        await visitor.OpenAsync("about");
        Assert.Equal(["mnistblazor_circuits_connected{} 2", "mnistblazor_circuits_open{} 2"], await CircuitsAsync(app));
        await visitor.Context.CloseAsync();
        Assert.Empty(app.TakeErrors());
    }

    protected override IEnumerable<string> TakeErrors() => [];

    private static async Task<IEnumerable<string>> CircuitsAsync(AppProcess app)
    {
        using var prometheus = new HttpClient { BaseAddress = app.Address };
        return (await prometheus.GetStringAsync("/metrics")).Split('\n').Where(line => line.StartsWith("mnistblazor_circuits_", StringComparison.Ordinal));
    }
}
