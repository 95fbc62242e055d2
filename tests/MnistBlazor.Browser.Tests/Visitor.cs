using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>
/// Someone with a browser of their own. Whatever the browser's console reports as an error, and every request that leaves the app,
/// is a complaint; a test fails for each that it does not forgive.
/// </summary>
public sealed class Visitor(IBrowserContext context, Uri address)
{
    private readonly List<string> complaints = [];
    private readonly List<Regex> forgiven = [];

    public IBrowserContext Context { get; } = context;

    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (complaints) return [.. complaints.Where(complaint => !Forgives(complaint))];
        }
    }

    /// <summary>Complaints that belong to what a test does, like those of a browser that is taken off the network.</summary>
    public void Forgive(string pattern) => forgiven.Add(new Regex(pattern));

    public bool Forgives(string complaint) => forgiven.Any(pattern => pattern.IsMatch(complaint));

    /// <summary>A new tab, on a page of the app that has become interactive.</summary>
    public async Task<IPage> OpenAsync(string path, ColorScheme? colors = null)
    {
        var page = await OpenPlainAsync(path, colors);
        await Expect(page.Locator("fieldset.controls:not([disabled])")).ToBeAttachedAsync();
        return page;
    }

    /// <summary>A new tab, on a page that is plain HTML and stays so.</summary>
    public async Task<IPage> OpenPlainAsync(string path, ColorScheme? colors = null)
    {
        var page = await Context.NewPageAsync();
        if (colors is not null) await page.EmulateMediaAsync(new() { ColorScheme = colors });
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Complain($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => Complain(error);
        page.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme is not ("data" or "blob") && url.Authority != address.Authority) Complain($"A request left the app: {request.Url}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400 && response.Request.IsNavigationRequest == false) Complain($"{response.Status}: {response.Url}");
        };
        await page.GotoAsync(path);
        return page;
    }

    private void Complain(string complaint)
    {
        lock (complaints) complaints.Add(complaint);
    }
}
