using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using MnistBlazor.Web.Components;

namespace MnistBlazor.Web.Tests.Components;

public sealed class RenderThrottleTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    [Fact]
    public void The_first_signal_renders_at_once_and_a_flood_after_it_renders_once()
    {
        var time = new FakeTimeProvider();
        var renders = 0;
        using var throttle = new RenderThrottle(Interval, () => renders++, time);

        throttle.Signal();
        Assert.Equal(1, renders);

        for (var i = 0; i < 1000; i++) throttle.Signal();
        time.Advance(Interval - TimeSpan.FromTicks(1));
        Assert.Equal(1, renders);
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(2, renders);
    }

    [Fact]
    public void A_signal_after_a_quiet_time_does_not_wait()
    {
        var time = new FakeTimeProvider();
        var renders = 0;
        using var throttle = new RenderThrottle(Interval, () => renders++, time);
        throttle.Signal();
        time.Advance(10 * Interval);

        throttle.Signal();

        Assert.Equal(2, renders);
    }

    [Fact]
    public void A_signal_during_a_render_leads_to_another()
    {
        var time = new FakeTimeProvider();
        var renders = 0;
        RenderThrottle? throttle = null;
        using var made = throttle = new RenderThrottle(Interval, () =>
        {
            if (++renders == 1) throttle!.Signal();
        }, time);

        throttle.Signal();
        time.Advance(Interval);

        Assert.Equal(2, renders);
    }

    [Fact]
    public void After_disposal_nothing_renders()
    {
        var time = new FakeTimeProvider();
        var renders = 0;
        var throttle = new RenderThrottle(Interval, () => renders++, time);
        throttle.Signal();
        throttle.Signal();
        Assert.Equal(1, renders); // and one is waiting

        throttle.Dispose();
        throttle.Signal();
        time.Advance(Interval);

        Assert.Equal(1, renders);
    }

    [Fact]
    public async Task Renders_speak_the_language_of_who_made_the_throttle_not_of_who_signals()
    {
        var rendered = new TaskCompletionSource<string>();
        using var throttle = InCulture("ko", () => new RenderThrottle(Interval, () => rendered.SetResult(CultureInfo.CurrentUICulture.Name)));

        InCulture("en", () =>
        {
            throttle.Signal();
            return true;
        });

        Assert.Equal("ko", await rendered.Task);
    }

    private static T InCulture<T>(string name, Func<T> body)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new CultureInfo(name);
        try
        {
            return body();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
