using MnistBlazor.Runs.Tests;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Lessons.Tests.Predictions;

public sealed class ReadingLaneTests : IDisposable
{
    private static readonly Pad AdasPad = new(new LearnerId("ada"), null), BertsPad = new(new LearnerId("bert"), null);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly LessonsMetrics _metrics;
    private readonly LearnerAddresses _addresses = new();
    private readonly Gate _free = new();
    private readonly TaskCompletionSource _busy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PredictionLane? _lane;

    public ReadingLaneTests() => _metrics = new LessonsMetrics(_services.GetRequiredService<IMeterFactory>());

    public void Dispose()
    {
        _free.Set();
        _lane?.Dispose();
        _services.Dispose();
        _free.Dispose();
    }

    [Fact]
    public async Task A_newer_drawing_takes_the_place_of_the_one_that_waits()
    {
        var lane = await BusyLane(new LessonsOptions());

        var older = lane.ReadAsync(AdasPad, () => Answer(1), default);
        var newer = lane.ReadAsync(AdasPad, () => Answer(2), default);
        var others = lane.ReadAsync(BertsPad, () => Answer(3), default);

        Assert.Null(await older);
        Assert.False(newer.IsCompleted);
        _free.Set();
        Assert.Equal(2, (await newer)!.Class);
        Assert.Equal(3, (await others)!.Class);
    }

    [Fact]
    public async Task Past_the_bound_a_drawing_is_not_read()
    {
        var lane = await BusyLane(new LessonsOptions { MaxWaitingReadings = 1 });

        var first = lane.ReadAsync(AdasPad, () => Answer(1), default);
        var second = lane.ReadAsync(BertsPad, () => Answer(2), default);

        Assert.Null(await second);
        _free.Set();
        Assert.Equal(1, (await first)!.Class);
    }

    [Fact]
    public async Task One_address_with_many_cookies_does_not_take_all_places()
    {
        var lane = await BusyLane(new LessonsOptions { MaxWaitingReadings = 4, MaxWaitingReadingsPerAddress = 3 });
        var flood = Enumerable.Range(0, 10).Select(i =>
        {
            var cookie = new LearnerId($"cookie {i}");
            _addresses.Saw(cookie, "10.0.0.66");
            return lane.ReadAsync(new Pad(cookie, null), () => Answer(0), default);
        }).ToList();
        _addresses.Saw(AdasPad.Learner, "10.0.0.1");

        var adas = lane.ReadAsync(AdasPad, () => Answer(1), default);

        _free.Set();
        Assert.Equal(1, (await adas)?.Class);
        Assert.Equal(3, (await Task.WhenAll(flood)).Count(reading => reading is not null));
    }

    [Fact]
    public async Task Who_draws_faster_than_the_bound_is_read_later_and_the_newest_drawing_is()
    {
        _lane = new PredictionLane(new LessonsOptions { MaxReadingsPerSecond = 5 }, _metrics, _addresses);
        _lane.Start();
        await _lane.ReadAsync(AdasPad, () => Answer(1), default);
        var begun = Stopwatch.GetTimestamp();

        var second = _lane.ReadAsync(AdasPad, () => Answer(2), default);
        var third = _lane.ReadAsync(AdasPad, () => Answer(3), default);

        Assert.Equal(4, (await _lane.ReadAsync(BertsPad, () => Answer(4), default))!.Class);
        Assert.Null(await second);
        Assert.Equal(3, (await third)!.Class);
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0.15, 30);
    }

    [Fact]
    public async Task A_drawing_that_nobody_waits_for_any_more_is_not_read()
    {
        var lane = await BusyLane(new LessonsOptions());
        using var gone = new CancellationTokenSource();
        var read = false;
        var drawing = lane.ReadAsync(AdasPad, () => { read = true; return Answer(1); }, gone.Token);

        await gone.CancelAsync();
        _free.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drawing);
        Assert.False(read);
    }

    [Fact]
    public async Task A_failure_reaches_who_asked_and_the_lane_goes_on()
    {
        _lane = new PredictionLane(new LessonsOptions(), _metrics, _addresses);
        _lane.Start();

        await Assert.ThrowsAsync<FormatException>(() => _lane.ReadAsync<Prediction>(AdasPad, () => throw new FormatException(), default));
        Assert.Equal(1, (await _lane.ReadAsync(BertsPad, () => Answer(1), default))!.Class);
    }

    [Fact]
    public async Task When_the_lane_ends_nobody_waits_forever()
    {
        var lane = await BusyLane(new LessonsOptions());
        var drawing = lane.ReadAsync(AdasPad, () => Answer(1), default);

        var ending = Task.Run(lane.Dispose, TestContext.Current.CancellationToken);
        Assert.Null(await drawing);
        _free.Set();
        await ending;

        Assert.Null(await lane.ReadAsync(BertsPad, () => Answer(2), default));
    }

    /// <summary>A lane whose thread reads something until <see cref="_free"/> is set.</summary>
    private async Task<PredictionLane> BusyLane(LessonsOptions options)
    {
        _lane = new PredictionLane(options, _metrics, _addresses);
        _lane.Start();
        _ = _lane.ReadAsync<Prediction>(new Pad(new LearnerId("somebody"), null), () =>
        {
            _busy.SetResult();
            _free.Wait();
            return null;
        }, default);
        await _busy.Task;
        return _lane;
    }

    private static Prediction Answer(int digit) => new([], [], digit, []);
}
