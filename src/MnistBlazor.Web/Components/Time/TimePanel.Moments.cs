using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Data;

namespace MnistBlazor.Web.Components.Time;

/// <summary>The moments of a run, one after the other: chosen, played and tested.</summary>
public sealed partial class TimePanel
{
    /// <summary>How long each moment stays when they are played.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    /// <summary>All moments are tested beforehand if one takes no longer.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(250);

    private bool _testing, _quick;
    private (TimePoint Point, PointTest Value)? _test;
    private CancellationTokenSource? _play, _testingStops;

    /// <summary>One test at a time: where the slider stands, then at the moments nearest to it.</summary>
    private async Task TestAsync()
    {
        if (_testing) return;
        _testing = true;
        try
        {
            while (_open && Run is { } run && NextToTest() is { } point)
            {
                using var stops = _testingStops = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
                var begun = TimeProvider.System.GetTimestamp();
                var test = await AskAsync(
                    cancellation => Timeline.TestAsync(Context.Learner, run, point.Step, cancellation), stops.Token);
                _testingStops = null;
                if (stops.IsCancellationRequested && !_gone.IsCancellationRequested) continue;
                if (test is null) return;
                if (Run != run) continue;
                _quick = TimeProvider.System.GetElapsedTime(begun) <= Quick;
                _accuracies[point.Step] = test.Accuracy;
                if (_points.Count > 0 && point.Step == Point.Step) Show(point, test);
            }
        }
        catch (DatasetException)
        {
            _noDataset = true;
            RenderAgain();
        }
        finally
        {
            _testing = false;
        }
    }

    private void Show(TimePoint point, PointTest test)
    {
        _test = (point, test);
        RenderAgain();
    }

    private TimePoint? NextToTest()
    {
        if (_noDataset || _points.Count == 0) return null;
        if (_test?.Point.Step != Point.Step) return Point;
        if (!_quick || Trains) return null;
        var at = Index;
        return _points.Index().Where(one => !_accuracies.ContainsKey(one.Item.Step)).OrderBy(one => Math.Abs(one.Index - at))
            .Select(one => one.Item).FirstOrDefault();
    }

    private Task MoveAsync(int index)
    {
        StopPlaying();
        Move(index);
        return Task.CompletedTask;
    }

    private void Move(int index)
    {
        if (index < 0 || index >= _points.Count) return;
        _chosen = index == _points.Count - 1 ? null : _points[index].Step;
        if (_play is null) _testingStops?.Cancel();
        RenderAgain();
        Start(ShowWeightsAsync);
        Start(TestAsync);
    }

    private void TogglePlay()
    {
        if (_play is not null) StopPlaying();
        else if (_points.Count > 1)
        {
            _play = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
            Start(() => PlayAsync(_play));
        }
        RenderAgain();
    }

    /// <summary>From the moment chosen, or from the first once the last is reached; each stays until it has been tested.</summary>
    private async Task PlayAsync(CancellationTokenSource play)
    {
        var next = _chosen is null ? 0 : Index;
        while (!play.IsCancellationRequested && next < _points.Count)
        {
            Move(next);
            await Task.Delay(Beat, play.Token);
            while (_testing && _test?.Point.Step != Point.Step) await Task.Delay(Beat / 5, play.Token);
            next = _points.Count == 0 ? 0 : Index + 1;
        }
        StopPlaying();
        RenderAgain();
    }

    private void StopPlaying()
    {
        _play?.Cancel();
        _play = null;
    }
}
