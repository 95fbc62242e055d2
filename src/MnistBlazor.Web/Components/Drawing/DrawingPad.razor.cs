using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MnistBlazor.ML.Inference;

namespace MnistBlazor.Web.Components.Drawing;

/// <summary>
/// A pad to draw on with mouse, pen, finger or keyboard. Drawing itself happens in the browser; the strokes come here a few times a
/// second, one message at a time, and go on to <see cref="OnStrokes"/>.
/// </summary>
public sealed partial class DrawingPad : ComponentBase, IAsyncDisposable
{
    /// <summary>The pen's width as a share of the pad's: what <see cref="ML.Inference.DigitImage.FromStrokes"/> draws with too.</summary>
    private const float PenWidth = 0.08f;

    private readonly string _helpId = "pad-keys-" + Guid.NewGuid().ToString("n")[..8];
    private ElementReference _root;
    private IJSObjectReference? _module;
    private IJSObjectReference? _pad;
    private DotNetObjectReference<DrawingPad>? _self;
    private bool _busy;

    /// <summary>All strokes of the drawing so far, in coordinates 0..1 from left to right and from top to bottom; empty: nothing is drawn.</summary>
    [Parameter, EditorRequired]
    public EventCallback<IReadOnlyList<IReadOnlyList<StrokePoint>>> OnStrokes { get; set; }

    /// <summary>Lays a stored digit on the pad in place of the drawing. Does not raise <see cref="OnStrokes"/>.</summary>
    public async Task PutAsync(StoredDigit digit)
    {
        if (_pad is not null) await _pad.InvokeVoidAsync("put", digit.Address);
    }

    /// <summary>For the browser: what is drawn now.</summary>
    /// <param name="strokes">Each a flat list x, y, x, y, … within 0..1.</param>
    /// <exception cref="ArgumentException">The drawing is past its bounds or not a drawing at all.</exception>
    [JSInvokable]
    public async Task StrokesDrawn(float[][] strokes)
    {
        var parsed = Strokes.Parse(strokes);
        if (_busy) return; // the pad waits for its answer before it sends again: a second message is not the pad's
        _busy = true;
        try
        {
            await OnStrokes.InvokeAsync(parsed);
        }
        finally
        {
            _busy = false;
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _self = DotNetObjectReference.Create(this);
        _module = await Browser.InvokeAsync<IJSObjectReference>("import", "./Components/Drawing/DrawingPad.razor.js");
        _pad = await _module.InvokeAsync<IJSObjectReference>("create", _root, _self, PenWidth);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_pad is not null)
            {
                await _pad.InvokeVoidAsync("dispose");
                await _pad.DisposeAsync();
            }
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The tab is gone, and its listeners with it.
        }
        _self?.Dispose();
    }
}
