using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Runs.Contracts;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests;

/// <summary>
/// The clock is set an hour ahead or back while runs train: nothing is lost, nothing leaves early, nothing changes its order.
/// </summary>
public sealed class ClockTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();
    private readonly JumpingClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_run_keeps_its_events_in_order_and_goes_on_after_a_restart(int hours)
    {
        TestServer? first = null;
        _training.BeforeBatch = (_, step) =>
        {
            if (step == 15) _clock.Jump += TimeSpan.FromHours(hours);
            if (step == 25) SpinWait.SpinUntil(() => first!.IsEnding);
        };
        Run run;
        await using (var server = first = await StartAsync())
        {
            run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
            await server.Until(run, now => now.Step == 24);
            await server.Stop();
        }
        _training.BeforeBatch = (_, _) => { };
        await using var next = await StartAsync();

        var events = await next.UntilLastEvent(run);

        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(happened => happened.Number));
        Assert.Equal(Enumerable.Range(1, 30), events.OfType<BatchTrained>().Select(batch => batch.Step));
        Assert.All(events.OfType<EpochTrained>(), epoch => Assert.InRange(epoch.Seconds, 0, 60));
        Assert.Equal(RunStatus.Completed, next.Runs.Find(Ada, run.Id)!.Status);
    }

    [Fact]
    public async Task A_deleted_run_can_be_brought_back_although_the_clock_says_that_it_is_too_late()
    {
        await using var server = await StartAsync();
        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await server.UntilLastEvent(run);
        await server.Get<RunArchive>().Delete(Ada, run.Id);

        _clock.Jump = TimeSpan.FromHours(1);
        await EndAnotherAsync(server);
        await server.Get<RunArchive>().Undelete(Ada, run.Id);
        Assert.NotNull(server.Runs.Find(Ada, run.Id));

        // By no clock that jumps it is too late, too.
        await server.Get<RunArchive>().Delete(Ada, run.Id);
        _clock.Advance(TimeSpan.FromMinutes(31));
        _clock.Jump = TimeSpan.FromHours(1.1);
        await EndAnotherAsync(server);
        _clock.Advance(TimeSpan.FromMinutes(61));
        await EndAnotherAsync(server);
        await server.Get<RunArchive>().Undelete(Ada, run.Id);
        Assert.Null(server.Runs.Find(Ada, run.Id));
    }

    private static async Task EndAnotherAsync(TestServer server)
    {
        await server.UntilLastEvent(await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options()));
        // What leaves does so after the end is stored, on the thread that does this next.
        await server.Get<Runs.Storage.StoreWriter>().WriteAsync(_ => { });
        await server.Get<Runs.Storage.StoreWriter>().WriteAsync(_ => { });
    }

    private Task<TestServer> StartAsync() =>
        Start(_folder, _training.Backend, services: services => services.AddSingleton<TimeProvider>(_clock));
}
