using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Storage.Sqlite;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests.Storage;

public sealed class StoreFailureTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_place_to_write_training_goes_on_and_says_what_is_not_saved()
    {
        // A file stands where the data directory would be.
        var place = Path.Combine(_folder.Path, "data");
        await File.WriteAllTextAsync(place, "");
        await using var server = await Start(_folder, _training.Backend, options => options.DataDirectory = place, WithDirectory(place));

        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        var events = await server.UntilLastEvent(run);

        Assert.Equal(30, events.OfType<BatchTrained>().Count());
        var ended = server.Runs.Find(Ada, run.Id)!;
        Assert.Equal((RunStatus.Completed, true), (ended.Status, ended.Unsaved));
        Assert.Equal(30, FakeTraining.StepOf(server.Runs.Model(Ada, run.Id)!));
        Assert.False(server.Get<StoreHealth>().Writable);
        await Assert.ThrowsAsync<RunNotSavedException>(() => server.Get<RunArchive>().Rename(Ada, run.Id, "lost"));

        File.Delete(place);
        await server.Until(run, now => !now.Unsaved);

        Assert.True(server.Get<StoreHealth>().Writable);
        Assert.Equal(events, server.Events(run));
        Assert.Equal(events, server.Get<RunStore>().EventsAfter(run.Id, 0, int.MaxValue));
    }

    [Fact]
    public async Task On_a_full_disk_training_goes_on_and_everything_is_saved_when_there_is_room_again()
    {
        var disk = new Disk();
        await using var server = await Start(_folder, _training.Backend, services: services =>
            services.AddPooledDbContextFactory<MnistBlazorContext>((provider, context) =>
            {
                new SqliteDialect(_folder.Path, "Default Timeout=5;Pooling=False").Configure(context);
                context.AddInterceptors(disk);
            }));
        disk.Full = true;

        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(epochs: 100));
        await server.Until(run, now => now is { Unsaved: true, Status: RunStatus.Completed });
        Assert.False(server.Get<StoreHealth>().Writable);
        Assert.Contains("full", server.Get<StoreHealth>().Failure);
        disk.Full = false;
        await server.Until(run, now => !now.Unsaved);

        var stored = server.Get<RunStore>().EventsAfter(run.Id, 0, int.MaxValue);
        Assert.Equal(1000, stored.OfType<BatchTrained>().Count());
        Assert.Equal(Enumerable.Range(1, stored.Count), stored.Select(happened => happened.Number));
    }

    [Fact]
    public async Task A_slow_reader_and_one_that_throws_hold_up_neither_training_nor_others()
    {
        await using var server = await Start(_folder, _training.Backend);
        using var slow = new Gate();
        var run = default(Run);
        var trained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _training.BeforeBatch = (_, step) =>
        {
            if (step == 1) SpinWait.SpinUntil(() => run is not null);
            if (step == 30) trained.SetResult();
        };
        run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        using var throws = server.Runs.Subscribe(run.Id, Reader(() => throw new InvalidOperationException("a reader's fault")));
        using var blocks = server.Runs.Subscribe(run.Id, Reader(slow.Wait));

        await trained.Task;
        slow.Set();

        Assert.Equal(30, (await server.UntilLastEvent(run)).OfType<BatchTrained>().Count());
    }

    private static Subscription Reader(Action read) => new(
        TimeSpan.Zero,
        () =>
        {
            read();
            return Task.CompletedTask;
        },
        _ => Task.CompletedTask);

    // The temporary folder itself stays the options' root elsewhere; here the directory is the blocked place.
    private static Action<IServiceCollection> WithDirectory(string place) =>
        services => services.AddSingleton(_ => new DataDirectory(place));

    /// <summary>A disk without room, as SQLite meets it: no page more than the file has.</summary>
    private sealed class Disk : DbConnectionInterceptor
    {
        public volatile bool Full;

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            if (!Full) return;
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA max_page_count = 1";
            command.ExecuteNonQuery();
        }
    }
}
