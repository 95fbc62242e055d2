using Microsoft.JSInterop;
using MnistBlazor.Web.Components;

namespace MnistBlazor.Web.Tests.Components;

/// <summary>A browser that does not answer is away, not broken: the page must live through it.</summary>
public sealed class BrowserPartTests
{
    [Fact]
    public async Task The_module_is_imported_and_its_object_made_once()
    {
        var browser = new FakeBrowser();
        await using var part = new BrowserPart(browser, "Components/X.razor.js");

        Assert.True(await part.MakeAsync(1));
        Assert.True(await part.MakeAsync(1));
        Assert.True(await part.CallAsync("show", 2));

        Assert.Equal(["import ./Components/X.razor.js", "create 1", "show 2"], browser.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_without_an_answer_is_false_and_may_be_tried_again(bool disconnected)
    {
        var browser = new FakeBrowser { Failure = disconnected ? new JSDisconnectedException("gone") : new TaskCanceledException() };
        await using var part = new BrowserPart(browser, "x.js");
        Assert.False(await part.MakeAsync());
        Assert.False(part.IsMade);
        Assert.False(await part.CallAsync("show"));

        browser.Failure = null;

        Assert.True(await part.MakeAsync());
        Assert.True(await part.CallAsync("show"));
    }

    [Fact]
    public async Task An_error_of_the_script_is_not_hidden()
    {
        var browser = new FakeBrowser { Failure = new JSException("a mistake") };
        var part = new BrowserPart(browser, "x.js");

        await Assert.ThrowsAsync<JSException>(() => part.MakeAsync());
    }

    [Fact]
    public async Task While_it_is_being_made_it_is_not_made_a_second_time()
    {
        var browser = new FakeBrowser { Answer = new TaskCompletionSource() };
        await using var part = new BrowserPart(browser, "x.js");

        var first = part.MakeAsync();
        Assert.False(await part.MakeAsync());
        browser.Answer.SetResult();

        Assert.True(await first);
        Assert.Single(browser.Calls, call => call.StartsWith("create", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_made_while_the_component_goes_is_ended_at_once()
    {
        var browser = new FakeBrowser { Answer = new TaskCompletionSource(), AnswersAtOnce = "import" };
        var part = new BrowserPart(browser, "x.js");
        var making = part.MakeAsync();

        await part.DisposeAsync();
        browser.Answer.SetResult();

        Assert.False(await making);
        Assert.Equal(["import ./x.js", "create", "dispose"], browser.Calls);
    }

    [Fact]
    public async Task Nothing_is_made_for_elements_that_went_while_the_script_was_on_its_way()
    {
        var browser = new FakeBrowser { Answer = new TaskCompletionSource() };
        var part = new BrowserPart(browser, "x.js");
        var making = part.MakeAsync("an element");

        await part.DisposeAsync();
        browser.Answer.SetResult();

        Assert.False(await making);
        Assert.Equal(["import ./x.js"], browser.Calls);
    }

    /// <summary>Notes every call; answers at once, or when <see cref="Answer"/> is set, or not at all.</summary>
    private sealed class FakeBrowser : IJSRuntime, IJSObjectReference
    {
        public List<string> Calls { get; } = [];

        public Exception? Failure { get; set; }

        public TaskCompletionSource? Answer { get; init; }

        /// <summary>The one call that does not wait for <see cref="Answer"/>.</summary>
        public string? AnswersAtOnce { get; init; }

        public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellation, object?[]? args)
        {
            Calls.Add(string.Join(' ', [identifier, .. args ?? []]));
            if (Answer is not null && identifier != AnswersAtOnce) await Answer.Task;
            if (Failure is not null) throw Failure;
            return typeof(TValue).IsAssignableFrom(typeof(FakeBrowser)) ? (TValue)(object)this : default!;
        }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) =>
            InvokeAsync<TValue>(identifier, CancellationToken.None, args);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
