using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace MnistBlazor.Web.Components;

/// <summary>Moves the keyboard's focus.</summary>
public static class ElementFocus
{
    /// <summary>
    /// Focuses the element without scrolling; without effect when the element, or the browser, is gone by the time the call arrives.
    /// That is no error of the page: whoever made it go has moved on.
    /// </summary>
    public static async Task TryFocusAsync(this ElementReference element)
    {
        try
        {
            await element.FocusAsync(preventScroll: true);
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
        }
    }
}
