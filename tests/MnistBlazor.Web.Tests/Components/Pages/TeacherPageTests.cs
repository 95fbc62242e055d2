using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Web.Components.Pages;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hosting.Access;
using MnistBlazor.Web.Tests.Hosting;

namespace MnistBlazor.Web.Tests.Components.Pages;

/// <summary>The teacher's page in a circuit, on runs of a real server: what is clicked on it, and by whom.</summary>
public sealed class TeacherPageTests : ComponentTest, IClassFixture<TeacherPageTests.LongTurnsApp>, IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly LongTurnsApp _app;
    private readonly List<Run> _runs = [];

    public TeacherPageTests(LongTurnsApp app)
    {
        _app = app;
        Services.AddSingleton(Runs);
        Services.AddSingleton(Supervision);
        Services.AddSingleton(Tokens);
        Services.AddSingleton(app.Services.GetRequiredService<LearnerAddresses>());
        Services.AddSingleton(TimeProvider.System);
        Services.AddScoped<Teacher>();
        Services.AddScoped<Learner>();
    }

    private RunService Runs => _app.Services.GetRequiredService<RunService>();

    private RunSupervision Supervision => _app.Services.GetRequiredService<RunSupervision>();

    private AccessTokens Tokens => _app.Services.GetRequiredService<AccessTokens>();

    /// <summary>One run that trains for long and two of others that wait.</summary>
    public async ValueTask InitializeAsync()
    {
        foreach (var learner in new[] { "aaaaaa11", "bbbbbb22", "cccccc33" })
        {
            var lesson = LessonCatalog.FindDigits("softmax")!;
            var options = lesson.Options(lesson.Defaults) with { Epochs = 1000 };
            _runs.Add(await Runs.StartAsync(new LearnerId(learner), lesson.Id, options));
        }
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        foreach (var run in _runs) await Runs.StopAsync(run.Owner, run.Id).ContinueWith(_ => { }, TaskScheduler.Default);
        Supervision.SetQueueOpen(true);
        await base.DisposeAsync();
    }

    [Fact]
    public async Task The_teacher_sees_the_line_moves_stops_and_deletes_and_learners_are_told()
    {
        var page = RenderFor(teacher: true);
        page.WaitForAssertion(() => Assert.Equal(2, Waiting(page).Count), Limit);
        var (next, last) = (Waiting(page)[0], Waiting(page)[1]);
        Assert.Contains(last.Owner.Value[..6], Row(last).TextContent);
        Assert.DoesNotContain(last.Owner.Value, page.Markup);

        await ClickAsync(last, "front");
        page.WaitForAssertion(() => Assert.Equal([last, next], Waiting(page)), Limit);
        Assert.True(Runs.Find(last.Owner, last.Id)!.Moved);
        await ClickAsync(next, "stop");
        Assert.Equal(RunMessages.StoppedByTeacher, Runs.Find(next.Owner, next.Id)!.Failure);
        await ClickAsync(last, "delete");
        Assert.Single(Runs.DeletedByTeacher(last.Owner));
        page.WaitForAssertion(() => Assert.Empty(Waiting(page)), Limit);

        await page.InvokeAsync(() => page.Find("[data-undo]").ClickAsync(new()));

        Assert.Empty(Runs.DeletedByTeacher(last.Owner));
        Assert.NotNull(Runs.Find(last.Owner, last.Id));

        AngleSharp.Dom.IElement Row(Run run) => page.Find($"tr[data-run='{run.Id}']");

        // Found and clicked in one, for the page renders whenever the line moves.
        Task ClickAsync(Run run, string act) =>
            page.InvokeAsync(() => Row(run).QuerySelector($"[data-act={act}]")!.ClickAsync(new()));
    }

    [Fact]
    public async Task The_teacher_closes_the_queue_and_sets_bounds_within_their_ranges()
    {
        var page = RenderFor(teacher: true);
        await page.Find("[data-act=queue]").ClickAsync(new());
        Assert.Equal("closed", page.Find("[data-queue]").GetAttribute("data-queue"));
        await Assert.ThrowsAsync<RunRefusedException>(() => Runs.StartAsync(new("dddddd44"), "softmax", _runs[0].Options));
        await page.Find("[data-act=queue]").ClickAsync(new());
        Assert.True(Runs.QueueOpen);

        const string bound = nameof(RunBounds.MaxUnfinishedRunsPerLearner);
        await SetAsync("0");
        Assert.Contains("A whole number from 1", page.Find($"[data-bound={bound}]").TextContent);
        Assert.Equal(Supervision.OperatorsBounds, Supervision.Bounds);
        await SetAsync("3");
        Assert.Equal(3, Supervision.Bounds.MaxUnfinishedRunsPerLearner);
        await page.Find($"[data-bound={bound}] [data-act=reset]").ClickAsync(new());
        Assert.Equal(Supervision.OperatorsBounds, Supervision.Bounds);

        async Task SetAsync(string text)
        {
            await page.Find($"[data-bound={bound}] input").ChangeAsync(new() { Value = text });
            await page.Find("form.bounds").SubmitAsync();
        }
    }

    [Fact]
    public async Task A_circuit_that_is_open_when_the_token_changes_shows_and_does_nothing_more()
    {
        var page = RenderFor(teacher: true);
        IElement queue = null!;
        // Before the page draws itself anew and has no buttons any more.
        await page.InvokeAsync(() =>
        {
            queue = page.Find("[data-act=queue]");
            var stop = page.Find($"tr[data-run='{_runs[1].Id}'] [data-act=stop]");
            Tokens.RenewTeacher();
            return stop.ClickAsync(new());
        });

        Assert.False(Runs.Find(_runs[1].Owner, _runs[1].Id)!.Ended);
        Assert.Empty(page.FindAll("tr[data-run], [data-act]"));
        Assert.NotNull(page.Find("[data-left]"));
        // Of a handler that is gone from the page nothing is left to call either.
        await Assert.ThrowsAnyAsync<Exception>(() => queue.ClickAsync(new()));
        Assert.True(Runs.QueueOpen);
    }

    [Fact]
    public void A_learners_circuit_that_gets_to_the_page_sees_nothing_and_has_nothing_to_call()
    {
        var page = RenderFor(teacher: false);

        Assert.Empty(page.FindAll("tr[data-run], [data-act]"));
        Assert.DoesNotContain(_runs[0].Id.Value, page.Markup);
        using var scope = Services.CreateScope();
        Assert.Throws<NotTeacherException>(() => scope.ServiceProvider.GetRequiredService<Teacher>().Runs);
    }

    [Fact]
    public void No_component_comes_to_the_runs_of_all_but_through_the_teacher()
    {
        var injected = typeof(TeacherPage).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IComponent)))
            .SelectMany(type => type.GetProperties(
                System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic))
            .Where(property => property.IsDefined(typeof(InjectAttribute), inherit: true));

        Assert.DoesNotContain(injected, property => property.PropertyType == typeof(RunSupervision));
    }

    private IRenderedComponent<TeacherPage> RenderFor(bool teacher)
    {
        var learner = new ClaimsIdentity([new Claim("learner", "eeeeee55")]);
        var identities = teacher ? [learner, Teacher.Identity(Tokens.TeachersFingerprint)] : new[] { learner };
        Services.AddScoped<AuthenticationStateProvider>(_ => new Known(new ClaimsPrincipal(identities)));
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        return Render<TeacherPage>();
    }

    private List<Run> Waiting(IRenderedComponent<TeacherPage> page) =>
    [
        .. page.FindAll("[data-device] tr[data-status=queued]").Select(row => row.GetAttribute("data-run"))
            .Select(id => _runs.Single(run => run.Id.Value == id)),
    ];

    /// <summary>No run gives way while a test looks at the line.</summary>
    public sealed class LongTurnsApp : RunningApp
    {
        protected override bool WorksInBackground => true;

        protected override string[] Arguments => ["--MnistBlazor:RunSlice", "1.00:00:00"];
    }

    private sealed class Known(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }
}
