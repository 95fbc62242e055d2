using Microsoft.JSInterop;

namespace MnistBlazor.Web.Components;

/// <summary>
/// The part of a component that runs in the browser: its JavaScript module and the object that the module's <c>create</c> makes.
/// <para>
/// The browser may be away at any moment: asleep, offline, closed. A call then gets no answer, which is no error of the page. It
/// returns false, and the component tries again after its next render; by then the browser is back, or nobody is there to notice.
/// </para>
/// </summary>
/// <param name="path">Of the module, from the app's base address.</param>
public sealed class BrowserPart(IJSRuntime browser, string path) : IAsyncDisposable
{
    private IJSObjectReference? _module, _made;
    private bool _making, _disposed;

    public bool IsMade => _made is not null;

    /// <summary>Calls the module's <c>create</c>, once; false if that is not done when this returns.</summary>
    public async Task<bool> MakeAsync(params object?[] arguments)
    {
        if (IsMade) return true;
        if (_making) return false;
        _making = true;
        await AnsweredAsync(async () =>
        {
            var module = await ModuleAsync();
            // The first import takes a while. When the component has gone meanwhile, so have the elements that it would be made for.
            if (!_disposed) _made = await module.InvokeAsync<IJSObjectReference>("create", arguments);
        });
        _making = false;
        if (_disposed) await DisposeAsync();
        return IsMade;
    }

    /// <summary>Calls a method of what <c>create</c> made; false if there is no such thing yet, or no answer.</summary>
    public Task<bool> CallAsync(string method, params object?[] arguments) =>
        _made is { } made ? AnsweredAsync(async () => await made.InvokeVoidAsync(method, arguments)) : Task.FromResult(false);

    /// <summary>Calls a function of the module itself.</summary>
    public Task<bool> CallModuleAsync(string function, params object?[] arguments) =>
        AnsweredAsync(async () => await (await ModuleAsync()).InvokeVoidAsync(function, arguments));

    /// <summary>Ends what <c>create</c> made by its <c>dispose</c>.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await CallAsync("dispose");
        await AnsweredAsync(async () =>
        {
            if (_made is not null) await _made.DisposeAsync();
            if (_module is not null) await _module.DisposeAsync();
        });
        (_made, _module) = (null, null);
    }

    private async Task<IJSObjectReference> ModuleAsync() =>
        _module ??= await browser.InvokeAsync<IJSObjectReference>("import", "./" + path);

    private static async Task<bool> AnsweredAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            return false;
        }
    }
}
