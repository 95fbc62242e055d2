using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Tests.Notebook;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Lessons.Tests.Digits;

/// <summary>The accuracy of a run that has no notebook behind it.</summary>
public sealed class RunTesterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_fork_gets_the_accuracy_that_its_weights_have()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var run = await server.Runs.StartAsync(TestServer.Ada, "mlp", TorchTraining.Options());
        await server.UntilLastEvent(run);
        var fork = await server.Get<RunForks>().ForkAsync(TestServer.Ada, run.Id, 24, run.Options with { Epochs = 5 });
        await server.UntilLastEvent(fork);

        Assert.Null(await server.Get<RunTester>().TestAsync(TestServer.Ada, fork.Id));

        var tested = await server.Until(fork, now => now.Accuracy is not null);
        Assert.InRange(tested.Accuracy!.Value, 0.9, 1); // bright rows are easily learnt
        Assert.Null(server.Runs.Find(TestServer.Ada, run.Id)!.Accuracy);
    }

    [Fact]
    public async Task Several_tests_of_one_learner_all_end()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var run = await server.Runs.StartAsync(TestServer.Ada, "mlp", TorchTraining.Options(epochs: 1));
        await server.UntilLastEvent(run);

        var problems = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => server.Get<RunTester>().TestAsync(TestServer.Ada, run.Id)));

        Assert.All(problems, Assert.Null);
    }

    [Fact]
    public async Task What_prevents_a_test_is_told_and_the_next_one_is_not_affected()
    {
        var missing = true;
        await using var server = await LiveNotebooks.StartAsync(
            _folder, load: _ => missing
                ? Task.FromException(new DatasetException("dataset-unknown", "lost", "it is gone", []))
                : Task.CompletedTask);
        var run = await server.Runs.StartAsync(TestServer.Ada, "mlp", TorchTraining.Options(epochs: 1));
        await server.UntilLastEvent(run);

        Assert.Equal("dataset.dataset-unknown", (await server.Get<RunTester>().TestAsync(TestServer.Ada, run.Id))?.Code);
        missing = false;
        Assert.Null(await server.Get<RunTester>().TestAsync(TestServer.Ada, run.Id));
    }

    [Fact]
    public async Task A_strangers_run_is_not_tested()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var run = await server.Runs.StartAsync(TestServer.Ada, "mlp", TorchTraining.Options(epochs: 1));

        await Assert.ThrowsAsync<RunNotFoundException>(() => server.Get<RunTester>().TestAsync(TestServer.Bert, run.Id));
    }
}
