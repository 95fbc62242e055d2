using System.Net;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hosting.Metrics;

namespace MnistBlazor.Web.Tests.Hosting.Metrics;

public sealed class MetricsReadersTests
{
    [Theory]
    [InlineData("", "127.0.0.1", true)]
    [InlineData("", "::1", true)]
    [InlineData("", "::ffff:127.0.0.1", true)]
    [InlineData("", "192.168.1.7", false)]
    [InlineData("10.0.0.0/8, 192.168.1.7/32", "192.168.1.7", true)]
    [InlineData("10.0.0.0/8, 192.168.1.7/32", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8, 192.168.1.7/32", "192.168.1.8", false)]
    [InlineData("10.0.0.0/8", "127.0.0.1", true)]
    public void The_machine_itself_reads_and_the_networks_that_are_set(string readableFrom, string address, bool allowed) =>
        Assert.Equal(allowed, new MetricsReaders(new() { ReadableFrom = readableFrom }).Allow(IPAddress.Parse(address), passedOn: false));

    [Fact]
    public void Who_comes_through_a_proxy_on_the_machine_is_not_the_machine()
    {
        Assert.False(new MetricsReaders(new()).Allow(IPAddress.Loopback, passedOn: true));
        Assert.True(new MetricsReaders(new() { ReadableFrom = "127.0.0.0/8" }).Allow(IPAddress.Loopback, passedOn: true));
    }

    [Fact]
    public void A_network_that_is_none_is_refused_at_the_start()
    {
        var problem = Assert.Throws<StartupProblem>(() => new MetricsReaders(new() { ReadableFrom = "10.0.0.0/8, everyone" }));

        Assert.Contains("everyone", problem.Message);
        Assert.Contains("Metrics__ReadableFrom", problem.Message);
    }
}
