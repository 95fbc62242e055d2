using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>A lesson's page as a learner uses it, known by the attributes with which it marks cells, buttons and figures.</summary>
public sealed class LessonPage(IPage page)
{
    public IPage Page { get; } = page;

    public Pad Pad { get; } = new(page);

    public ILocator Cell(string kind) => Page.Locator($"[data-cell={kind}]");

    public ILocator Parameter(string id) => Page.Locator($"input[data-parameter={id}]");

    /// <summary>What goes on in the network that reads the pad.</summary>
    public ILocator Inside => Cell("draw").Locator("[data-inside]");

    /// <summary>The run at earlier moments.</summary>
    public ILocator Time => Page.Locator("[data-time]");

    /// <summary>What the loss chart shows: it says itself how many epochs have a point.</summary>
    public ILocator Chart => Cell("training").Locator("[data-epochs]");

    public static async Task<LessonPage> OpenAsync(Visitor visitor, string address = "lessons/softmax") => new(await visitor.OpenAsync(address));

    public Task RunAllAsync() => Page.Locator("[data-action=run-all]").ClickAsync();

    public Task RunAsync(string cell) => Cell(cell).Locator("[data-action=run]").ClickAsync();

    /// <summary>Opens the panel and waits until it shows what is on the pad.</summary>
    public async Task LookInsideAsync()
    {
        await Inside.Locator("[data-action=inside]").ClickAsync();
        await Expect(Inside).ToHaveAttributeAsync("data-inside", "shown");
    }

    /// <summary>Types a value and leaves the field, which hands it over.</summary>
    public async Task SetAsync(string parameter, string text)
    {
        await Parameter(parameter).FillAsync(text);
        await Parameter(parameter).BlurAsync();
    }

    public Task ExpectStatusAsync(string cell, string status) => Expect(Cell(cell)).ToHaveAttributeAsync("data-status", status);

    public Task ExpectValidityAsync(string cell, string validity) => Expect(Cell(cell)).ToHaveAttributeAsync("data-validity", validity);

    /// <summary>Waits for results that belong to the parameters: the cells of an earlier run are done as well, but stale.</summary>
    public async Task ExpectAllDoneAsync()
    {
        foreach (var cell in await Page.Locator("[data-cell]").AllAsync())
        {
            await Expect(cell).ToHaveAttributeAsync("data-validity", "evaluated");
            await Expect(cell).ToHaveAttributeAsync("data-status", "done");
        }
    }

    /// <summary>Waits until training is at this epoch or a later one.</summary>
    public Task ExpectEpochAsync(int least) => Expect(Chart).ToHaveAttributeAsync("data-epochs", AtLeast(least));

    public Task ExpectEpochsOnChartAsync(int count) =>
        Expect(Chart).ToHaveAttributeAsync("data-epochs", count.ToString(CultureInfo.InvariantCulture));

    /// <summary>A figure's exact value, whatever the language it is written in.</summary>
    public async Task<double> FigureAsync(string name)
    {
        var figure = Page.Locator($"[data-value={name}]");
        return double.Parse((await figure.GetAttributeAsync("value"))!, CultureInfo.InvariantCulture);
    }

    /// <summary>Reads the mean loss of every epoch from the table beside the chart.</summary>
    /// <param name="epochs">How many to wait for; null: those that are there.</param>
    public async Task<IReadOnlyList<string>> EpochLossesAsync(int? epochs = null)
    {
        var losses = Cell("training").Locator("tbody tr td:nth-of-type(1)");
        if (epochs is { } count) await Expect(losses).ToHaveCountAsync(count);
        return await losses.AllInnerTextsAsync();
    }

    private static Regex AtLeast(int least) => new($"^({string.Join('|', Enumerable.Range(least, 101 - least))})$");
}
