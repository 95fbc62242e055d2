using System.Net;
using MnistBlazor.Web.Hosting;

namespace MnistBlazor.Web.Tests.Hosting;

public sealed class HostCheckTests(RunningApp app) : IClassFixture<RunningApp>
{
    private static readonly IPAddress Here = IPAddress.Parse("192.168.1.7");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/lessons")]
    [InlineData("/healthz")]
    [InlineData("/hubs/run/negotiate")]
    [InlineData("/_blazor/negotiate")]
    [InlineData("/css/tokens.css")]
    public async Task A_name_that_was_made_to_lead_here_is_refused_everywhere(string path)
    {
        using var browser = app.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = $"evil.example:{app.Address.Port}";
        using var answer = await browser.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain("evil", string.Join('\n', answer.Headers.SelectMany(header => header.Value)));
        Assert.Contains("MnistBlazor:Hosts", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task The_machines_own_names_are_answered(string name)
    {
        using var browser = app.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/lessons");
        request.Headers.Host = $"{name}:{app.Address.Port}";
        using var answer = await browser.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(
            $"connect-src 'self' ws://{name}:{app.Address.Port} wss://{name}:{app.Address.Port};",
            answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Theory]
    [InlineData("evil@localhost")]
    [InlineData("localhost;script-src")]
    [InlineData("[::1]evil")]
    [InlineData("localhost:80:90")]
    [InlineData("")]
    public async Task What_is_no_plain_name_is_refused(string host)
    {
        var answer = await RawRequest.SendAsync(app.Address, Cancellation, "GET /lessons HTTP/1.1", $"Host: {host}", "Connection: close");

        Assert.StartsWith("HTTP/1.1 400", answer);
    }

    [Theory]
    [InlineData("mnist.school.example", true)]
    [InlineData("MNIST.school.example.", true)]
    [InlineData("mnist.school.example:8080", true)]
    [InlineData("a.lab.example", true)]
    [InlineData("lab.example", false)]
    [InlineData("evil-lab.example", false)]
    [InlineData("school.example", false)]
    [InlineData("192.168.1.7:5080", true)]
    [InlineData("192.168.1.8:5080", false)]
    public void Configured_names_and_the_address_that_was_reached_are_known(string host, bool known) =>
        Assert.Equal(known, new KnownHosts(new() { Hosts = "mnist.school.example, *.lab.example" }).Has(new(host), Here));

    [Theory]
    [InlineData("http://mnist.example")]
    [InlineData("*")]
    [InlineData("mnist.example:80")]
    public void A_name_that_is_none_is_refused_at_the_start(string name) =>
        Assert.Contains(name, Assert.Throws<StartupProblem>(() => new KnownHosts(new() { Hosts = name })).Message);
}
