using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using MnistBlazor.Web.Hosting.Bounds;

namespace MnistBlazor.Web.Tests.Hosting.Bounds;

/// <summary>Calls of the hub without end, by a learner with as many connections as they like.</summary>
public sealed class HubBoundsTests(RunningApp app) : IClassFixture<RunningApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Watch")]
    [InlineData("Read")]
    public async Task Who_calls_without_end_is_held_back_and_others_are_not(string method)
    {
        var (_, flood) = await app.NewLearnerAsync(Cancellation);
        var (_, ada) = await app.NewLearnerAsync(Cancellation);
        await using var first = app.NewHub(flood);
        await using var second = app.NewHub(flood);
        await using var adas = app.NewHub(ada);
        foreach (var hub in new[] { first, second, adas }) await hub.StartAsync(Cancellation);

        var calls = 0;
        while (calls < 10_000 && !(await CallAsync(calls % 2 == 0 ? first : second, method)).Contains("too-many-calls")) calls++;

        Assert.InRange(calls, HubBounds.Burst, 9_999);
        Assert.DoesNotContain("too-many-calls", await CallAsync(adas, method));
    }

    private static async Task<string> CallAsync(HubConnection hub, string method)
    {
        var run = new string('0', 32);
        return (await Assert.ThrowsAsync<HubException>(async () =>
        {
            if (method == "Read") await hub.InvokeAsync<JsonObject?>("Read", run, null, Array.Empty<float[]>(), Cancellation);
            else await hub.StreamAsync<JsonObject[]>("Watch", run, 0, null, Cancellation).AnyAsync(Cancellation);
        })).Message;
    }
}
