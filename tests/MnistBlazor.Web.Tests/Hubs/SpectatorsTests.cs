using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Hubs;

namespace MnistBlazor.Web.Tests.Hubs;

public sealed class SpectatorsTests
{
    private readonly Spectators _spectators = new();
    private readonly RunId _run = RunId.New();

    [Fact]
    public void A_connection_counts_once_whatever_it_reads_of_a_run_until_it_reads_nothing()
    {
        Assert.Null(_spectators.Join(_run, "one", out var events));
        Assert.Null(_spectators.Join(_run, "one", out var progress));
        Assert.Equal(1, _spectators.Count);

        events!.Dispose();
        events.Dispose();
        Assert.Equal(1, _spectators.Count);
        progress!.Dispose();
        Assert.Equal(0, _spectators.Count);
    }

    [Fact]
    public void A_run_takes_so_many_and_the_next_when_one_has_left()
    {
        var places = Fill(_run, Spectators.MaxPerRun);

        Assert.Equal("too-many-watchers", _spectators.Join(_run, "late", out var none));
        Assert.Null(none);
        Assert.Null(_spectators.Join(_run, "0", out _)); // who is in may read more of it
        Assert.Null(_spectators.Join(RunId.New(), "late", out _));
        places[1].Dispose();
        Assert.Null(_spectators.Join(_run, "late", out _));
    }

    [Fact]
    public void A_server_takes_so_many_whatever_they_watch()
    {
        for (var taken = 0; taken < Spectators.MaxInAll; taken += Spectators.MaxPerRun) Fill(RunId.New(), Spectators.MaxPerRun);

        Assert.Equal("server-full", _spectators.Join(_run, "late", out _));
        Assert.Equal(Spectators.MaxInAll, _spectators.Count);
    }

    private List<IDisposable> Fill(RunId run, int count)
    {
        var places = new List<IDisposable>();
        for (var i = 0; i < count; i++)
        {
            Assert.Null(_spectators.Join(run, $"{i}", out var membership));
            places.Add(membership!);
        }
        return places;
    }
}
