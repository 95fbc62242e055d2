using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace MnistBlazor.Browser.Tests;

/// <summary>What every page has to be: usable by everyone, and no wider than its window.</summary>
public static class Appearance
{
    /// <summary>What holds in a page that is no wider than its window.</summary>
    public const string NothingSticksOut = "document.documentElement.scrollWidth === document.documentElement.clientWidth";

    // Not through Deque.AxeCore.Playwright: it carries every node of a page, passed or not, out of the browser and back.
    private static readonly BundledAxeScriptProvider axe = new();

    public static async Task ExpectAccessibleAsync(IPage page)
    {
        // A change of colours is a transition, however short: on the way there is too little contrast.
        await page.EvaluateAsync("() => Promise.allSettled(document.getAnimations().filter(one => one instanceof CSSTransition).map(one => one.finished))");
        await page.EvaluateAsync(axe.GetScript());
        var serious = await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run({ resultTypes: ['violations'] })).violations
              .filter(one => ['serious', 'critical'].includes(one.impact))
              .map(one => `${one.id}: ${one.help} ${one.nodes.slice(0, 5).map(node => node.html).join('; ')}`)
            """);
        Assert.True(serious.Length == 0, $"{page.Url}:\n{string.Join('\n', serious)}");
    }

    public static async Task ExpectNothingSticksOutAsync(IPage page)
    {
        var beyond = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(beyond == 0, $"{page.Url} is {beyond} px wider than its window: {await WhatSticksOutAsync(page)}");
    }

    private static Task<string> WhatSticksOutAsync(IPage page) => page.EvaluateAsync<string>(
        """
        () => [...document.querySelectorAll('body *')]
          .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .map(element => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`)
          .slice(0, 12).join(', ')
        """);
}
