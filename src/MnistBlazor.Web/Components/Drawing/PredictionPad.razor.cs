using Microsoft.AspNetCore.Components;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Inference;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Drawing;

namespace MnistBlazor.Web.Components.Drawing;

/// <summary>
/// The drawing pad with what networks make of the drawing: the image they see, probabilities, the answers. It renders by
/// itself as the pen moves; the page around it stays as it is.
/// </summary>
public sealed partial class PredictionPad : ComponentBase, IDisposable
{
    /// <summary>A screen reader hears the answer once the pen has rested this long, not every change on the way.</summary>
    private static readonly TimeSpan RestBeforeAnnouncing = TimeSpan.FromMilliseconds(900);

    private readonly CancellationTokenSource _gone = new();
    private DrawingPad? _pad;
    private PadReading? _reading;
    private string _announcement = "";
    private int _drawing;
    private float _pen = DrawingPad.PenWidth;
    private DigitSteps _steps = DigitSteps.All;
    private bool _withStages;
    private Func<CancellationToken, Task<PadReading?>>? _readLast;

    /// <summary>Reads a drawing. Null: it could not be read now, and what was read last stays.</summary>
    [Parameter, EditorRequired]
    public Func<PadDrawing, CancellationToken, Task<PadReading?>> Read { get; set; } = default!;

    /// <summary>Reads a stored digit that was put onto the pad.</summary>
    [Parameter]
    public Func<StoredDigit, CancellationToken, Task<PadReading?>>? ReadStored { get; set; }

    /// <summary>The run whose answer is the large one; null: there is none yet.</summary>
    [Parameter]
    public RunId? Run { get; set; }

    /// <summary>The runs that read the drawing side by side.</summary>
    [Parameter]
    public IReadOnlyList<Run> Models { get; set; } = [];

    /// <summary>What will be told apart, as long as nothing is read.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> ClassNames { get; set; } = [];

    /// <summary>Why no network reads yet, in words; null when one does.</summary>
    [Parameter]
    public string? Waiting { get; set; }

    [Inject]
    private PadContent Content { get; set; } = default!;

    private Prediction? Own => Run is { } run ? _reading?.ByRun.GetValueOrDefault(run) : null;

    /// <summary>The only network that there is, whose large answer needs no second one beside it.</summary>
    private RunId? LoneModel => Models is [var only] && only.Id == Run ? Run : null;

    /// <summary>Puts a stored digit onto the pad and reads it.</summary>
    public async Task PutAsync(StoredDigit digit)
    {
        if (_pad is null || ReadStored is not { } read) return;
        await _pad.PutAsync(digit);
        await ShowAsync(cancellation => read(digit, cancellation));
    }

    private async Task PutAsync(GreyPicture picture)
    {
        if (_pad is null) return;
        await _pad.PutAsync(picture);
        await ShowAsync(cancellation => Read(new([], _pen, _steps, _withStages, picture), cancellation));
    }

    /// <summary>Reads what is on the pad once more: the network has learnt since, or is another one.</summary>
    /// <param name="forget">Another network: what was read last is no longer true, even when this one cannot read yet.</param>
    public async Task ReadAgainAsync(bool forget = false)
    {
        if (forget) _reading = null;
        if (_readLast is { } read) await ShowAsync(read);
        else if (forget) StateHasChanged();
    }

    private Task ReadDrawing(IReadOnlyList<IReadOnlyList<StrokePoint>> strokes)
    {
        if (strokes.Count > 0) return ShowAsync(cancellation => Read(new(strokes, _pen, _steps, _withStages), cancellation));
        _drawing++;
        _readLast = null;
        _reading = null;
        _announcement = "";
        return Task.CompletedTask;
    }

    private Task PrepareAsync(float pen, DigitSteps steps)
    {
        (_pen, _steps) = (pen, steps);
        Content.Prepare(pen, steps);
        return ReadAgainAsync();
    }

    private Task ShowStagesAsync(bool shown)
    {
        _withStages = shown;
        return ReadAgainAsync();
    }

    private async Task ShowAsync(Func<CancellationToken, Task<PadReading?>> read)
    {
        _readLast = read;
        var drawing = ++_drawing;
        PadReading? reading;
        try
        {
            reading = await read(_gone.Token);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            return;
        }
        if (drawing != _drawing || _gone.IsCancellationRequested || reading is null) return;
        _reading = reading;
        StateHasChanged();
        if (Own is { } own) _ = AnnounceAsync(drawing, own);
    }

    private async Task AnnounceAsync(int drawing, Prediction reading)
    {
        try
        {
            await Task.Delay(RestBeforeAnnouncing, _gone.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        if (drawing != _drawing) return;
        _announcement = Words["reading.announce", reading.ClassNames[reading.Class], reading.Probabilities[reading.Class].ToString("P0")];
        StateHasChanged();
    }

    public void Dispose() => _gone.Cancel();
}
