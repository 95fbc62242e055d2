using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Web.Hosting;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>Other accounts of the machine read nothing of what the app keeps.</summary>
public sealed class PrivateFilesTests(TrainingApp app) : IClassFixture<TrainingApp>
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [Fact(Timeout = 180_000)]
    public async Task Whatever_the_app_writes_is_its_own_accounts_alone()
    {
        if (OperatingSystem.IsWindows()) return; // it has access lists
        var cancellation = TestContext.Current.CancellationToken;
        var (learner, _) = await app.NewLearnerAsync(cancellation);
        var runs = app.Services.GetRequiredService<RunService>();
        var lesson = LessonCatalog.FindDigits("softmax")!;
        var run = await runs.StartAsync(learner, lesson.Id, lesson.Options(lesson.Defaults.With("epochs", "1")));
        using (var subscription = new Subscription(TimeSpan.Zero))
        using (runs.Subscribe(run.Id, subscription))
        {
            while (runs.EventsAfter(run.Id, 0, int.MaxValue).LastOrDefault() is not RunEnded) await subscription.NextAsync(cancellation);
        }

        var written = Directory.EnumerateFileSystemEntries(app.Data, "*", SearchOption.AllDirectories).ToList();

        Assert.Contains(written, file => file.EndsWith(".db", StringComparison.Ordinal));
        Assert.Contains(written, file => file.EndsWith(".checkpoint", StringComparison.Ordinal));
        Assert.Contains(written, file => Path.GetFileName(file).StartsWith("key-", StringComparison.Ordinal));
        Assert.DoesNotContain(written, IsOpen);
    }

    [Fact]
    public void What_an_earlier_version_left_open_is_closed_at_the_start()
    {
        if (OperatingSystem.IsWindows()) return; // it has access lists
        var parent = Directory.CreateTempSubdirectory("mnistblazor-web-tests-");
        var data = Directory.CreateDirectory(Path.Combine(parent.FullName, "data"), (UnixFileMode)0b111_101_101).FullName;
        var inner = Directory.CreateDirectory(Path.Combine(data, "runs"), (UnixFileMode)0b111_101_101).FullName;
        var file = Path.Combine(inner, "old.checkpoint");
        File.WriteAllText(file, "");
        File.SetUnixFileMode(inner, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(data, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);

        DataDirectory.Prepare(data);

        Assert.All([data, inner, file], path => Assert.False(IsOpen(path)));
        parent.Delete(recursive: true);
    }

    private static bool IsOpen(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;
}
