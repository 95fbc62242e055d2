using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Hosting.Bounds;

namespace MnistBlazor.Web.Tests.Hosting.Bounds;

public sealed class RefusalLogTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<RefusalLog> _logger = new();

    [Fact]
    public void However_many_are_refused_a_minute_has_a_line_and_no_address()
    {
        using var log = new RefusalLog(_logger, _time);
        for (var i = 0; i < 412; i++) log.Count("hub calls", new Visitor(new LearnerId($"cookie {i}"), $"10.0.0.{i % 3}"));
        Assert.Empty(_logger.Collector.GetSnapshot());

        _time.Advance(TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(
            ["Refused 412 hub calls of 3 addresses in the last minute."],
            _logger.Collector.GetSnapshot().Select(line => line.Message));
    }
}
