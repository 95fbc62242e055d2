namespace MnistBlazor.Web.Components;

/// <summary>
/// The classes that give a plain button the look of MudBlazor's. Its own button takes 6 KB of a circuit, two components and what they
/// keep; where a page has many, as each cell of a lesson has, plain ones take next to nothing.
/// </summary>
internal static class ButtonFace
{
    /// <summary>The one thing to do in a cell.</summary>
    public const string Filled = Button + "mud-button-filled mud-button-filled-primary mud-button-filled-size-medium";

    /// <summary>What else can be done.</summary>
    public const string Outlined = Button + "mud-button-outlined mud-button-outlined-default mud-button-outlined-size-medium";

    /// <summary>What is done in passing.</summary>
    public const string Text = Button + "mud-button-text mud-button-text-primary mud-button-text-size-medium";

    /// <summary><see cref="Text"/>, small and in the ink of what it stands on.</summary>
    public const string SmallText = Button + "mud-button-text mud-button-text-default mud-button-text-size-small";

    /// <summary>A small picture in place of words.</summary>
    public const string SmallIcon = "mud-button-root mud-icon-button mud-icon-button-size-small";

    private const string Button = "mud-button-root mud-button ";
}
