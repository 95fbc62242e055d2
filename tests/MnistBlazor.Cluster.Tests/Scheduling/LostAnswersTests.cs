using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Cluster.Tests.Servers;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Cluster.Tests.Scheduling;

/// <summary>The database has done what it was told, and the connection breaks before it can say so.</summary>
public sealed class LostAnswersTests : IDisposable
{
    private readonly ClusterServers _servers;
    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();
    private readonly LosesAnswers _answers = new();

    public LostAnswersTests(ClusterServers servers)
    {
        ClusterServers.SkipWithoutServers();
        _servers = servers;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_stored_of_a_run_is_not_stored_twice()
    {
        await using var server = await StartAsync();
        _training.BeforeBatch = (_, step) =>
        {
            if (step == 15) _answers.LoseNext();
        };

        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        var events = await server.UntilLastEvent(run);

        Assert.Equal(0, _answers.ToLose);
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(happened => happened.Number));
        Assert.Equal(events, await Until(
            signal => server.Runs.Subscribe(run.Id, signal), () => server.Get<RunStore>().EventsAfter(run.Id, 0, int.MaxValue),
            stored => stored.Count == events.Count));
    }

    [Fact]
    public async Task A_run_that_was_stored_is_in_the_line_though_its_learner_was_told_to_try_again()
    {
        await using var server = await StartAsync();
        _answers.LoseNext();

        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options()));
        var run = Assert.Single(server.Runs.List(Ada));
        await server.UntilEnded(run);

        Assert.Equal(RunMessages.LineAway, refused.Reason);
        Assert.Equal(RunStatus.Completed, server.Runs.Find(Ada, run.Id)!.Status);
    }

    private Task<TestServer> StartAsync() => ClusterNode.Start(
        _servers, _servers.NewName(), _folder, _training.Backend,
        services: services => services.ConfigureDbContext<MnistBlazorContext>(context => context.AddInterceptors(_answers)));

    private sealed class LosesAnswers : DbTransactionInterceptor
    {
        private int _toLose;

        public int ToLose => Volatile.Read(ref _toLose);

        public void LoseNext() => Interlocked.Exchange(ref _toLose, 1);

        public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData)
        {
            if (Interlocked.Exchange(ref _toLose, 0) > 0) throw new IOException("The connection is gone.");
        }
    }
}
