using Microsoft.AspNetCore.Components;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Models;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Models.Time;

namespace MnistBlazor.Web.Components.Time;

/// <summary>
/// Follows the pad and the run while it is open. The drawing is read at all moments at once, so that the slider only chooses; weights
/// and test images are asked for where it stands, and where testing is quick, at the other moments beforehand.
/// </summary>
public sealed partial class TimePanel : ComponentBase, IDisposable
{
    /// <summary>The pad, and a run that trains, are followed at most this often.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private readonly string _id = "time-" + Guid.NewGuid().ToString("n")[..8];
    private readonly CancellationTokenSource _gone = new();
    private readonly Dictionary<int, PointReading> _readings = [];
    private readonly Dictionary<int, double> _accuracies = [];
    private bool _open, _following, _changed = true, _noDataset;
    private (RunId? Run, int Step, RunStatus? Status, IReadOnlyList<string>? Names) _seen;
    private IReadOnlyList<TimePoint> _points = [];
    private int? _chosen; // a step; null: the newest moment, whichever that is
    private byte[]? _image;
    private ReadingOverTime? _reading;
    private LayerWeights? _newest;
    private int _newestStep;
    private IReadOnlyList<int> _units = [];
    private WeightPictures? _weights;
    private (int Step, int Newest)? _weightsOf;

    /// <summary>The run to look at; null: there is none yet.</summary>
    [Parameter, EditorRequired]
    public RunId? Run { get; set; }

    /// <summary>What the classes are called, by label, as long as no test has said so.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> ClassNames { get; set; } = [];

    [CascadingParameter]
    public LessonContext Context { get; set; } = default!;

    [CascadingParameter]
    public ShownRun? Shown { get; set; }

    [Inject]
    private TimelineService Timeline { get; set; } = default!;

    [Inject]
    private DatasetLibrary Datasets { get; set; } = default!;

    [Inject]
    private PadContent Pad { get; set; } = default!;

    private string State => !_open ? "closed" : _points.Count == 0 ? "empty" : "shown";

    private int Index
    {
        get
        {
            if (_chosen is not { } step) return _points.Count - 1;
            // One that is no longer kept gives way to the next.
            var before = _points.TakeWhile(point => point.Step < step).Count();
            return Math.Min(before, _points.Count - 1);
        }
    }

    private TimePoint Point => _points[Index];

    private bool OfClasses => Shown?.Run is { Options.Model: SoftmaxRegressionSpec } run && run.Id == Run || _newest?.Layer == "linear";

    private bool Trains => Shown?.Run is { Ended: false } run && run.Id == Run;

    protected override void OnInitialized() => Pad.Changed += Follow;

    protected override void OnParametersSet()
    {
        var now = (Run, Shown?.Run?.Step ?? 0, Shown?.Run?.Status, ClassNames);
        if (now == _seen) return;
        if (Run != _seen.Run) Forget();
        _changed |= (Run, ClassNames) != (_seen.Run, _seen.Names);
        _seen = now;
        if (_open) Follow();
    }

    protected override bool ShouldRender()
    {
        var render = _changed;
        _changed = false;
        return render;
    }

    private void RenderAgain()
    {
        _changed = true;
        StateHasChanged();
    }

    private async Task ToggleAsync()
    {
        _open = !_open;
        _changed = true;
        if (_open) await LookAsync();
        else Forget();
    }

    private void Follow()
    {
        if (!_open || _following) return;
        _following = true;
        Start(async () =>
        {
            await Task.Delay(Interval, _gone.Token);
            _following = false;
            if (_open) await LookAsync();
        });
    }

    /// <summary>Looks which moments there are, and reads what is on the pad at those that have not been read.</summary>
    private async Task LookAsync()
    {
        if (Run is not { } run) return;
        try
        {
            var points = Timeline.Points(Context.Learner, run);
            if (!points.SequenceEqual(_points)) _points = points;
        }
        catch (RunNotFoundException)
        {
            Forget(); // deleted on another page while this one is open
        }
        RenderAgain();
        if (_points.Count == 0) return;
        Start(ShowWeightsAsync);
        Start(TestAsync);
        await ReadPadAsync(run);
    }

    private async Task ReadPadAsync(RunId run)
    {
        var image = Pad.Stored is { } stored ? await stored.PixelsAsync(Datasets, Context.Learner, _gone.Token) : Pad.DrawnImage();
        if (image is null || _image is null || !image.AsSpan().SequenceEqual(_image))
        {
            _image = image;
            _readings.Clear();
            if (image is null && _reading is not null)
            {
                _reading = null;
                RenderAgain();
            }
        }
        if (_image is not { } drawn) return;
        var missing = _points.Select(point => point.Step).Where(step => !_readings.ContainsKey(step)).ToList();
        if (missing.Count == 0) return;
        var read = await AskAsync(cancellation => Timeline.ReadAsync(Context.Learner, run, drawn, missing, cancellation), _gone.Token);
        if (read is null || Run != run || !ReferenceEquals(drawn, _image)) return;
        foreach (var reading in read) _readings[reading.Step] = reading;
        var readings = _points.Where(point => _readings.ContainsKey(point.Step)).Select(point => _readings[point.Step]).ToList();
        if (readings.Count == 0) return;
        _reading = new(readings);
        RenderAgain();
    }

    private async Task ShowWeightsAsync()
    {
        if (Run is not { } run || _points.Count == 0) return;
        var (step, last) = (Point.Step, _points[^1].Step);
        if (_weightsOf == (step, last)) return;
        if (_newest is null || _newestStep != last)
        {
            if (await FirstLayerAsync(run, last) is not { } newest) return;
            // The images stay those of the same units as long as it trains.
            if (_newest is null || !Trains) _units = WeightPictures.Choose(newest);
            (_newest, _newestStep) = (newest, last);
        }
        if (await FirstLayerAsync(run, step) is not { } layer || _points.Count == 0 || Point.Step != step) return;
        (_weights, _weightsOf) = (WeightPictures.Of(layer, _newest, _units), (step, last));
        RenderAgain();
    }

    private async Task<LayerWeights?> FirstLayerAsync(RunId run, int step)
    {
        if (_newest is not null && step == _newestStep) return _newest;
        var layer = await AskAsync(cancellation => Timeline.FirstLayerAsync(Context.Learner, run, step, cancellation), _gone.Token);
        return Run == run ? layer : null;
    }

    private void Forget()
    {
        StopPlaying();
        _testingStops?.Cancel();
        _readings.Clear();
        _accuracies.Clear();
        (_points, _chosen, _image, _reading, _newest, _weights, _weightsOf, _test) = ([], null, null, null, null, null, null, null);
        _noDataset = false;
    }

    private static async Task<T?> AskAsync<T>(Func<CancellationToken, Task<T?>> ask, CancellationToken cancellation) where T : class
    {
        try
        {
            return await ask(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (RunNotFoundException)
        {
            return null; // deleted on another page while this one is open
        }
    }

    /// <summary>Nobody awaits it: unless what fails is dispatched, the page would just stand still.</summary>
    private void Start(Func<Task> work) => _ = InvokeAsync(async () =>
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            // The page is gone, or nobody wants it any more.
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    });

    public void Dispose()
    {
        Pad.Changed -= Follow;
        _gone.Cancel();
    }
}
