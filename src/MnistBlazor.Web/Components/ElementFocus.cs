using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace MnistBlazor.Web.Components;

/// <summary>Moves the keyboard's focus.</summary>
public static class ElementFocus
{
    /// <summary>
    /// Focuses the element without scrolling; without effect when the element, or the browser, is gone by the time the call arrives.
    /// That is no error of the page: whoever made it go has moved on.
    /// </summary>
    public static Task TryFocusAsync(this ElementReference element) => TryAsync(() => element.FocusAsync(preventScroll: true));

    /// <summary>The same for a button.</summary>
    public static Task TryFocusAsync(this MudBaseButton button) => TryAsync(button.FocusAsync);

    private static async Task TryAsync(Func<ValueTask> focus)
    {
        try
        {
            await focus();
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
        }
    }
}
