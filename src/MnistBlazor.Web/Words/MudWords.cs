using Microsoft.Extensions.Localization;
using MudBlazor;

namespace MnistBlazor.Web.Words;

/// <summary>
/// MudBlazor's own words, such as the name of a dialog's close button, in the reader's language: those that stand in Shell's room as
/// <c>mud.</c> and Mud's key. It asks in English only after this, and falls back on its English where we have none.
/// </summary>
public sealed class MudWords(Wording words) : MudLocalizer
{
    public override LocalizedString this[string key] =>
        words.Find("mud." + key) is { } said ? new LocalizedString(key, said) : new LocalizedString(key, key, resourceNotFound: true);
}
