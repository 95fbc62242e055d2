using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Hubs;

namespace MnistBlazor.Web.Tests.Hubs;

public sealed class SpectatorsTests
{
    private const string Hall = "10.0.0.1";

    private readonly Spectators _spectators = new(maxPerAddress: 2 * Spectators.MaxPerRun);
    private readonly RunId _run = RunId.New();

    [Fact]
    public void A_connection_counts_once_whatever_it_reads_of_a_run_until_it_reads_nothing()
    {
        Assert.Null(_spectators.Join(_run, "one", Hall, out var events));
        Assert.Null(_spectators.Join(_run, "one", Hall, out var progress));
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

        Assert.Equal("too-many-watchers", _spectators.Join(_run, "late", Hall, out var none));
        Assert.Null(none);
        Assert.Null(_spectators.Join(_run, "0", Hall, out _)); // who is in may read more of it
        Assert.Null(_spectators.Join(RunId.New(), "late", Hall, out _));
        places[1].Dispose();
        Assert.Null(_spectators.Join(_run, "late", Hall, out _));
    }

    [Fact]
    public void A_server_takes_so_many_whatever_they_watch()
    {
        for (var taken = 0; taken < Spectators.MaxInAll; taken += Spectators.MaxPerRun)
            Fill(RunId.New(), Spectators.MaxPerRun, address: $"{taken}");

        Assert.Equal("server-full", _spectators.Join(_run, "late", Hall, out _));
        Assert.Equal(Spectators.MaxInAll, _spectators.Count);
    }

    [Fact]
    public void An_address_takes_so_many_and_others_still_come_in()
    {
        var places = Fill(_run, Spectators.MaxPerRun); // a lecture hall fits
        Fill(RunId.New(), Spectators.MaxPerRun);

        Assert.Equal("too-many-watchers", _spectators.Join(RunId.New(), "late", Hall, out _));
        Assert.Null(_spectators.Join(RunId.New(), "elsewhere", "10.0.0.2", out _));
        places[0].Dispose();
        Assert.Null(_spectators.Join(RunId.New(), "late", Hall, out _));
    }

    private List<IDisposable> Fill(RunId run, int count, string address = Hall)
    {
        var places = new List<IDisposable>();
        for (var i = 0; i < count; i++)
        {
            Assert.Null(_spectators.Join(run, $"{i}", address, out var membership));
            places.Add(membership!);
        }
        return places;
    }
}
