using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace MnistBlazor.Browser.Tests;

/// <summary>What every page has to be: usable by everyone, and no wider than its window.</summary>
public static class Appearance
{
    public static async Task ExpectAccessibleAsync(IPage page)
    {
        // A change of colours is a transition, however short: on the way there is too little contrast.
        await page.EvaluateAsync("() => Promise.allSettled(document.getAnimations().filter(one => one instanceof CSSTransition).map(one => one.finished))");
        var found = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        var serious = found.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(Describe);
        Assert.True(!serious.Any(), $"{page.Url}:\n{string.Join('\n', serious)}");
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

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id}: {violation.Help} {string.Join("; ", violation.Nodes.Take(5).Select(node => node.Html))}";
}
