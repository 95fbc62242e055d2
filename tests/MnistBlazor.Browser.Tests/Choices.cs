using Microsoft.Playwright;

namespace MnistBlazor.Browser.Tests;

/// <summary>A field that opens a list of choices.</summary>
public static class Choices
{
    /// <param name="choice">As it is written in the list.</param>
    public static async Task ChooseAsync(this ILocator field, string choice)
    {
        await field.ClickAsync();
        await field.Page.GetByRole(AriaRole.Option, new() { Name = choice, Exact = true }).ClickAsync();
    }
}
