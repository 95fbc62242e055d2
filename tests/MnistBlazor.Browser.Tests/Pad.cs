using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>The drawing pad of a page. Places on it go from 0 to 1, left to right and top to bottom.</summary>
public sealed class Pad(IPage page)
{
    private readonly ILocator canvas = page.Locator("canvas[data-pad]").First;

    public static IReadOnlyList<(double X, double Y)> One { get; } = [.. Enumerable.Range(0, 13).Select(i => (0.53 - 0.004 * i, 0.2 + 0.05 * i))];

    public static IReadOnlyList<(double X, double Y)> Zero { get; } =
        [.. Enumerable.Range(0, 33).Select(i => 2 * Math.PI * i / 32).Select(a => (0.5 - 0.2 * Math.Sin(a), 0.5 - 0.3 * Math.Cos(a)))];

    public ILocator Canvas => canvas;

    public ILocator Prediction { get; } = page.Locator("[data-value=prediction]").First;

    public async Task DrawAsync(IReadOnlyList<(double X, double Y)> stroke)
    {
        var box = await BoxAsync();
        await page.Mouse.MoveAsync(X(stroke[0]), Y(stroke[0]));
        await page.Mouse.DownAsync();
        foreach (var point in stroke.Skip(1)) await page.Mouse.MoveAsync(X(point), Y(point));
        await page.Mouse.UpAsync();

        float X((double X, double Y) point) => (float)(box.X + point.X * box.Width);
        float Y((double X, double Y) point) => (float)(box.Y + point.Y * box.Height);
    }

    /// <summary>The same with a finger, as a touch screen reports it.</summary>
    public async Task TouchAsync(IReadOnlyList<(double X, double Y)> stroke)
    {
        var box = await BoxAsync();
        var touch = await page.Context.NewCDPSessionAsync(page);
        await SendAsync("touchStart", stroke[0]);
        foreach (var point in stroke.Skip(1)) await SendAsync("touchMove", point);
        await SendAsync("touchEnd");

        Task SendAsync(string type, params (double X, double Y)[] points) => touch.SendAsync("Input.dispatchTouchEvent", new()
        {
            ["type"] = type,
            ["touchPoints"] = points.Select(point => new { x = box.X + point.X * box.Width, y = box.Y + point.Y * box.Height }).ToArray(),
        });
    }

    public Task ClearAsync() => page.Locator("[data-action=clear]").First.ClickAsync();

    public Task ExpectPredictionAsync(string digit) => Expect(Prediction).ToHaveTextAsync(digit);

    /// <summary>Waits until the pad can be drawn on - it gives its canvas a size then - and brings it into view.</summary>
    public async Task ShowAsync()
    {
        await Expect(canvas).ToHaveAttributeAsync("width", new Regex("[0-9]+"));
        await canvas.ScrollIntoViewIfNeededAsync();
    }

    /// <summary>Where it stands in the window.</summary>
    public async Task<(float X, float Y)> PlaceAsync()
    {
        var box = await BoxAsync();
        return (box.X, box.Y);
    }

    private async Task<LocatorBoundingBoxResult> BoxAsync()
    {
        await ShowAsync();
        return (await canvas.BoundingBoxAsync())!;
    }
}
