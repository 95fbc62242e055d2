using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Web.Hosting;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>What a person reads who starts the app in a way that cannot work: one sentence, and what to do.</summary>
public sealed class StartupTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task A_port_in_use_is_named_in_one_sentence_and_nothing_else()
    {
        var data = Directory.CreateTempSubdirectory("mnistblazor-web-tests-");
        await using var second = MnistBlazorApp.Create(
            ["--urls", app.Address.ToString(), "--MnistBlazor:DataDirectory", data.FullName],
            services => services.AddLogging(logging => logging.AddFakeLogging()));

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => second.StartAsync());

        var sentence = StartupProblem.Explain(failure);
        Assert.NotNull(sentence);
        Assert.Contains("in use", sentence);
        Assert.Contains($"{app.Address.Port}", sentence);
        Assert.DoesNotContain('\n', sentence);
        var log = second.Services.GetFakeLogCollector().GetSnapshot();
        // The sentence is all there is to read: no stack trace before it.
        Assert.DoesNotContain(log, line => line.Level >= LogLevel.Warning);
        data.Delete(recursive: true);
    }

    [Fact]
    public void A_data_directory_that_cannot_be_written_is_named()
    {
        var file = Path.GetTempFileName();
        var below = Path.Combine(file, "data");

        var problem = Assert.Throws<StartupProblem>(() => MnistBlazorApp.Create(["--MnistBlazor:DataDirectory", below]));

        Assert.Contains(below, problem.Message);
        Assert.Contains("MnistBlazor__DataDirectory", problem.Message);
        File.Delete(file);
    }

    [Fact]
    public void A_data_directory_is_created_and_left_without_traces()
    {
        var parent = Directory.CreateTempSubdirectory("mnistblazor-web-tests-");
        var path = DataDirectory.Prepare(Path.Combine(parent.FullName, "a", "b"));

        Assert.True(Directory.Exists(path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(path));
        parent.Delete(recursive: true);
    }

    [Theory]
    [InlineData("DataDirectroy", "/somewhere", "DataDirectroy")]
    [InlineData("Threads", "many", "many")]
    [InlineData("Threads", "-1", "Threads")]
    [InlineData("MaxQueuedRuns", "0", "MaxQueuedRuns")]
    public void A_setting_with_a_wrong_name_or_value_is_named(string name, string value, string mentioned)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create($"MnistBlazor:{name}", (string?)value)])
            .Build();

        var problem = Assert.Throws<StartupProblem>(() => Settings.Read<LessonsOptions>(configuration, "MnistBlazor"));

        Assert.Contains(mentioned, problem.Message);
    }

    [Fact]
    public void A_failure_that_nobody_can_help_keeps_its_stack_trace() =>
        Assert.Null(StartupProblem.Explain(new InvalidOperationException("a mistake in the program")));
}
