using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hosting.Access;

namespace MnistBlazor.Web.Tests.Hosting.Access;

/// <summary>Who is asked, what is said at the start, and what is said where nobody is asked.</summary>
public sealed class AccessPolicyTests(RunningApp loopback) : IClassFixture<RunningApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData("X-Forwarded-For", "203.0.113.7", HttpStatusCode.Redirect)]
    [InlineData("Forwarded", "for=203.0.113.7", HttpStatusCode.Redirect)]
    [InlineData("Via", "1.1 proxy", HttpStatusCode.Redirect)]
    public async Task On_loopback_only_a_proxys_visitors_are_asked(string? sign, string? value, HttpStatusCode status)
    {
        using var browser = loopback.NewBrowser();
        if (sign is not null) browser.DefaultRequestHeaders.Add(sign, value);

        Assert.Equal(status, (await browser.GetAsync("/lessons", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Nothing_is_said_on_loopback()
    {
        Assert.Equal("", Said(loopback, isTerminal: true));
        using var browser = loopback.NewBrowser();
        Assert.DoesNotContain("data-open", await browser.GetStringAsync("/lessons", Cancellation));
    }

    [Fact]
    public async Task A_server_that_others_reach_tells_its_terminal_the_address_with_the_token_as_text_and_as_a_picture()
    {
        await using var app = await StartAsync();
        var token = app.Services.GetRequiredService<AccessTokens>().Class;

        var said = Said(app, isTerminal: true);

        Assert.Matches($@"http://[0-9a-z.]+:{app.Address.Port}/\?token={token}", said);
        Assert.Contains($":{app.Address.Port}/teacher", said);
        // A projector may show it.
        Assert.DoesNotContain(app.Services.GetRequiredService<AccessTokens>().Teacher, said);
        Assert.Contains("█", said);
        Assert.Contains(token, Said(app, isTerminal: false)); // it has just been made: nobody knows it yet
    }

    [Fact]
    public async Task A_file_that_takes_the_output_is_told_the_token_once_and_then_how_to_see_it()
    {
        var data = Directory.CreateTempSubdirectory("mnistblazor-web-tests-");
        var token = new AccessTokens(new DocumentFiles(data.FullName)).Class;
        await using var app = await StartAsync("--MnistBlazor:DataDirectory", data.FullName);

        var said = Said(app, isTerminal: false);

        Assert.DoesNotContain(token, said);
        Assert.Contains("MnistBlazor.Web token", said);
        Assert.Contains(token, Said(app, isTerminal: true));
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task Who_sets_a_name_is_behind_a_proxy_and_asked_on_loopback_too()
    {
        await using var app = new OtherApp("http://127.0.0.1:0", ["--MnistBlazor:Hosts", "mnist.example"]);
        await app.InitializeAsync();
        using var browser = app.NewBrowser();

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/lessons", Cancellation)).StatusCode);
        Assert.Contains("https://mnist.example/?token=", Said(app, isTerminal: true));
    }

    [Fact]
    public async Task An_open_server_asks_nobody_and_says_so_on_every_page_and_in_the_log()
    {
        await using var app = await StartAsync("--MnistBlazor:Access", "open");
        using var browser = app.NewBrowser();
        var log = new Microsoft.Extensions.Logging.Testing.FakeLogger();
        var output = new StringWriter();
        AccessAnnouncement.Say(app.Services, log, output, isTerminal: true);

        Assert.Contains("data-open", await browser.GetStringAsync("/lessons", Cancellation));
        Assert.Equal(LogLevel.Warning, log.LatestRecord.Level);
        Assert.Contains("whoever reaches this server", log.LatestRecord.Message);
        Assert.DoesNotContain("token=", output.ToString());
        Assert.Contains("/teacher", output.ToString());
    }

    [Fact]
    public void The_command_shows_the_tokens_with_their_addresses_and_makes_others()
    {
        using var data = new Data();
        var (ofClass, ofTeacher) = (data.Tokens.Class, data.Tokens.Teacher);
        ServedAddress.Write(data.Path, "http://192.0.2.7:5080/mnist");

        Assert.Equal(
            $"class    {ofClass}  http://192.0.2.7:5080/mnist/?token={ofClass}\n"
            + $"teacher  {ofTeacher}  http://192.0.2.7:5080/mnist/teacher?token={ofTeacher}\n",
            Shown());
        Assert.DoesNotContain(ofTeacher, Shown("class"));
        Assert.DoesNotContain(ofClass, Shown("teacher"));
        Assert.DoesNotContain(ofTeacher, Shown("new"));
        Assert.Equal((false, true), (data.Tokens.IsClass(ofClass), data.Tokens.IsTeacher(ofTeacher)));
        ofClass = data.Tokens.Class;
        Assert.DoesNotContain(ofClass, Shown("new", "teacher"));
        Assert.Equal((true, false), (data.Tokens.IsClass(ofClass), data.Tokens.IsTeacher(ofTeacher)));
        Assert.Null(TokenCommand.TryRun(["--urls", "http://localhost"]));
        Assert.Throws<StartupProblem>(() => TokenCommand.TryRun(["token", "old"]));

        string Shown(params string[] words)
        {
            var (console, output) = (Console.Out, new StringWriter());
            Console.SetOut(output);
            try
            {
                Assert.Equal(0, TokenCommand.TryRun(["token", .. words, "--MnistBlazor:DataDirectory", data.Path]));
            }
            finally
            {
                Console.SetOut(console);
            }
            return output.ToString().ReplaceLineEndings("\n");
        }
    }

    [Fact]
    public void A_server_that_had_a_token_for_the_class_only_keeps_it_and_gets_one_for_the_teacher()
    {
        using var data = new Data();
        data.Write("""{"Class":"abcd-efgh-jkmn"}""");
        var teachers = data.Tokens.Teacher;

        Assert.Equal("abcd-efgh-jkmn", data.Tokens.Class);
        Assert.Equal(teachers, data.Tokens.Teacher);
        Assert.False(data.Tokens.IsClass(teachers));
        Assert.False(data.Tokens.IsTeacher("abcd-efgh-jkmn"));
    }

    [Fact]
    public void Of_two_nodes_that_make_tokens_at_the_same_moment_the_first_ones_count_on_both()
    {
        using var data = new Data();
        var files = new DocumentFiles(data.Path);
        AccessTokens? first = null;
        // Between the other one's reading and its writing.
        var second = new AccessTokens(new Beaten(files, () => _ = (first ??= new AccessTokens(files)).Class));

        var token = second.Class;

        Assert.Equal(token, first!.Class);
        Assert.Equal(first.Teacher, second.Teacher);
        Assert.Equal((true, false), (first.IsNew, second.IsNew));
        Assert.Equal(second.RenewClass(), first.Class);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"Class":"short"}""")]
    [InlineData("""{"Class":"abcd-efgh-jkmn","Teacher":""}""")]
    [InlineData("""{"Class":"abcd-efgh-jkmn","Teacher":"ABCDEFGHJKMN"}""")]
    public void Damaged_tokens_let_nobody_in_and_say_what_to_do(string content)
    {
        using var data = new Data();
        data.Write(content);

        Assert.Contains("Remove the file", Assert.Throws<StartupProblem>(() => data.Tokens.IsClass("")).Message);
        Assert.Contains("Remove the file", Assert.Throws<StartupProblem>(() => data.Tokens.IsTeacher("")).Message);
    }

    /// <summary>Documents that another one writes before whoever asks for it here.</summary>
    private sealed class Beaten(IServerDocuments documents, Action before) : IServerDocuments
    {
        public string? Read(string name) => documents.Read(name);

        public bool TryWrite(string name, string text, string? instead)
        {
            before();
            return documents.TryWrite(name, text, instead);
        }

        public string PlaceOf(string name) => documents.PlaceOf(name);

        public IDisposable Subscribe(Action signal) => documents.Subscribe(signal);
    }

    private sealed class Data : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("mnistblazor-web-tests-").FullName;

        /// <summary>As a process sees them that has just begun.</summary>
        public AccessTokens Tokens => new(new DocumentFiles(Path));

        public void Write(string content) => File.WriteAllText(System.IO.Path.Combine(Path, AccessTokens.FileName), content);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }

    private static string Said(RunningApp app, bool isTerminal)
    {
        var output = new StringWriter();
        AccessAnnouncement.Say(app.Services, NullLogger.Instance, output, isTerminal);
        return output.ToString();
    }

    private static async Task<RunningApp> StartAsync(params string[] arguments)
    {
        var app = new OtherApp("http://0.0.0.0:0", arguments);
        await app.InitializeAsync();
        return app;
    }

    private sealed class OtherApp(string urls, string[] arguments) : RunningApp
    {
        protected override string Urls => urls;

        protected override string[] Arguments => arguments;
    }
}
