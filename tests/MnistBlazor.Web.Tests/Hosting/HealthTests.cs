using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Web.Hosting;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>/healthz of apps that lack what they need: 503 with the reason, and no path for strangers to read.</summary>
public sealed class HealthTests(TrainingApp training, RunningApp withoutWorkers) : IClassFixture<TrainingApp>, IClassFixture<RunningApp>
{
    [Fact]
    public async Task Healthz_answers_once_the_app_can_serve_and_train() =>
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(training));

    [Fact]
    public async Task Healthz_tells_when_no_thread_trains() => await AssertAsync(withoutWorkers, "A training thread does not answer.");

    [Fact]
    public async Task Healthz_tells_when_the_data_directory_is_gone()
    {
        await using var app = new TrainingApp();
        await app.InitializeAsync();
        var moved = app.Data + ".moved";
        Directory.Move(app.Data, moved);

        await AssertAsync(app, "The data directory is gone.");
        // Another one in its place is not the one that was.
        Directory.CreateDirectory(app.Data);
        await AssertAsync(app, "The store is not there.");

        Directory.Delete(app.Data);
        Directory.Move(moved, app.Data);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(app)).Status);
    }

    [Fact]
    public async Task Healthz_tells_when_keys_cannot_be_read_and_the_next_start_what_to_do()
    {
        await using var app = new TrainingApp();
        await app.InitializeAsync();
        await app.NewLearnerAsync(TestContext.Current.CancellationToken);
        var key = Directory.GetFiles(LearnerKeys.Folder(app.Data), "*.xml").Single();
        await File.WriteAllTextAsync(key, "<key id=");

        await AssertAsync(app, "The keys that learners are known by cannot be read.");
        var problem = Assert.Throws<StartupProblem>(() => MnistBlazorApp.Create(["--MnistBlazor:DataDirectory", app.Data]));
        Assert.Contains(key, problem.Message);
        Assert.Contains("backup", problem.Message);
    }

    [Fact]
    public async Task Healthz_tells_when_the_disk_is_nearly_full()
    {
        await using var app = new FullDiskApp();
        await app.InitializeAsync();

        await AssertAsync(app, "The disk of the data directory is nearly full.");
    }

    private static async Task AssertAsync(RunningApp app, string reason)
    {
        var (status, words) = await AskAsync(app);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.StartsWith("Unhealthy", words);
        Assert.Contains(reason, words.Split('\n'));
        Assert.DoesNotContain(Path.DirectorySeparatorChar, words);
    }

    private static async Task<(HttpStatusCode Status, string Words)> AskAsync(RunningApp app)
    {
        using var stranger = new HttpClient { BaseAddress = app.Address };
        using var answer = await stranger.GetAsync("/healthz", TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class FullDiskApp : RunningApp
    {
        protected override void Configure(IServiceCollection services)
        {
            base.Configure(services);
            services.AddSingleton(
                provider => new DataDirectoryCheck(provider.GetRequiredService<ServerOptions>()) { FreeBytes = _ => 1 << 20 });
        }
    }
}
