using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Web.Components.Pages;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hosting.Bounds;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Tests.Hosting;

namespace MnistBlazor.Web.Tests.Components.Pages;

/// <summary>A lesson's page in a circuit, on the notebooks of a real server.</summary>
public sealed class LessonPageTests : ComponentTest, IClassFixture<TrainingApp>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly SessionRegistry _sessions;
    private readonly StoredSessions _stored;

    public LessonPageTests(TrainingApp app)
    {
        (_sessions, _stored) = (app.Services.GetRequiredService<SessionRegistry>(), app.Services.GetRequiredService<StoredSessions>());
        AddLearner();
        Services.AddSingleton(app.Services.GetRequiredService<LearnerAddresses>());
        Services.AddSingleton(app.Services.GetRequiredService<OwnTestSets>());
        Services.AddSingleton(app.Services.GetRequiredService<DrawingLimits>());
        Services.AddScoped<OwnTests>();
        Services.AddFallbackServiceProvider(app.Services.CreateScope().ServiceProvider);
    }

    [Fact]
    public async Task A_notebook_that_another_node_has_saved_meanwhile_is_read_anew_and_stays_as_it_is_there()
    {
        // What the other node saves is what another learner has.
        var (learner, other) = (Services.GetRequiredService<Learner>().Id, new LearnerId($"other{Guid.NewGuid():N}"));
        Session(other).SetParameter("epochs", "7");
        var page = Render<LessonPage>(parameters => parameters.Add(page => page.Id, "softmax"));
        await page.InvokeAsync(() => Session(learner).SetParameter("epochs", "3"));
        page.WaitForAssertion(() => Assert.Equal("3", Epochs(page)), Limit);
        WaitUntil(() => Stored(learner)?.State.Contains(Epochs(3)) == true && Stored(other)?.State.Contains(Epochs(7)) == true);
        var newer = Stored(other)!.Value.State;

        // What is quick may just have run here, and be saved between the reading and the saving there, or find out after it.
        var stale = Session(learner);
        while (await SaveElsewhereAsync(learner, newer) != SessionSaving.Saved)
        {
        }
        await page.InvokeAsync(() => stale.SetParameter("epochs", "5"));
        page.WaitForAssertion(() => Assert.Equal("7", Epochs(page)), Limit);

        Assert.Contains("gone on with this notebook elsewhere", page.Find(".lesson-head").TextContent);
        Assert.Equal(("7", false), (Session(learner).State.Parameters.Text("epochs"), Stored(learner)!.Value.State.Contains(Epochs(5))));
        // From here on it is the newer one that is changed and kept.
        await page.InvokeAsync(() => Field(page).Change("8"));
        page.WaitForAssertion(() => Assert.Equal("8", Session(learner).State.Parameters.Text("epochs")), Limit);
        WaitUntil(() => Stored(learner)!.Value.State.Contains(Epochs(8)));
    }

    private NotebookSession Session(LearnerId learner) => _sessions.Open(learner, "softmax");

    private Task<SessionSaving> SaveElsewhereAsync(LearnerId learner, string state) =>
        _stored.SaveAsync(learner, "softmax", () => state, new SessionVersion(Stored(learner)!.Value.Version));

    private (string State, string Version)? Stored(LearnerId learner) => _stored.Find(learner, "softmax");

    private static IElement Field(IRenderedComponent<LessonPage> page) => page.Find("input[data-parameter=epochs]");

    private static string? Epochs(IRenderedComponent<LessonPage> page) => Field(page).GetAttribute("value");

    /// <summary>As it stands in what is stored.</summary>
    private static string Epochs(int value) => $"\"epochs\":\"{value}\"";

    private static void WaitUntil(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Limit));
}
