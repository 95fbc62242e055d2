using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MnistBlazor.ML.Inference;
using MnistBlazor.Web.Models.Drawing;

namespace MnistBlazor.Web.Components.Drawing;

/// <summary>
/// A pad to draw on with mouse, pen, finger or keyboard. Drawing itself happens in the browser; the strokes come here a few times a
/// second, one message at a time, and go on to <see cref="OnStrokes"/>.
/// </summary>
public sealed partial class DrawingPad : ComponentBase, IAsyncDisposable
{
    /// <summary>The pen's usual width as a share of the pad's.</summary>
    internal const float PenWidth = ML.Inference.DigitImage.PenWidth;

    /// <summary>Milliseconds after the pen was lifted.</summary>
    private const int RestBeforeKeeping = 1200;

    private readonly string _helpId = "pad-keys-" + Guid.NewGuid().ToString("n")[..8];
    private ElementReference _root;
    private BrowserPart _inBrowser = default!;
    private DotNetObjectReference<DrawingPad>? _self;
    private bool _busy, _severalDigits;
    private float _drawsWith;

    /// <summary>
    /// All strokes of the drawing so far, in coordinates 0..1 from left to right and from top to bottom; empty: nothing is drawn.
    /// </summary>
    [Parameter]
    public EventCallback<IReadOnlyList<IReadOnlyList<StrokePoint>>> OnStrokes { get; set; }

    /// <summary>
    /// Takes a finished drawing, and says whether it could; the pad is then empty for the next one. Null: drawings are not kept.
    /// </summary>
    [Parameter]
    public Func<IReadOnlyList<IReadOnlyList<StrokePoint>>, Task<bool>>? Keep { get; set; }

    /// <summary>The pen's width as a share of the pad's.</summary>
    [Parameter]
    public float Pen { get; set; } = PenWidth;

    /// <summary>Whether a drawing is kept once the pen has rested a while.</summary>
    [Parameter]
    public bool KeepsByItself { get; set; }

    /// <summary>Its name for a screen reader; null: the usual one.</summary>
    [Parameter]
    public string? Label { get; set; }

    /// <summary>What stands on it while it is empty; null: what <see cref="Digits"/> says.</summary>
    [Parameter]
    public string? Invitation { get; set; }

    /// <summary>Whether what is to be drawn is a digit, which the empty pad then says.</summary>
    [Parameter]
    public bool Digits { get; set; } = true;

    /// <summary>What else can be done, beside the buttons.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private PadContent Content { get; set; } = default!;

    /// <summary>Lays a stored digit on the pad in place of the drawing. Does not raise <see cref="OnStrokes"/>.</summary>
    public Task PutAsync(StoredDigit digit)
    {
        Content.Put(digit);
        ShowHint(false);
        return _inBrowser.CallAsync("put", digit.Address);
    }

    /// <summary>The same with the ink of a picture.</summary>
    public Task PutAsync(GreyPicture picture)
    {
        Content.Put(picture);
        ShowHint(false);
        return _inBrowser.CallAsync("put", Png.DataUri(Png.FromGrey(picture.Pixels, picture.Width, picture.Height)));
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
        Content.Draw(parsed);
        ShowHint(Keep is null && Strokes.LookLikeSeveralDigits(parsed));
        try
        {
            await OnStrokes.InvokeAsync(parsed);
        }
        finally
        {
            _busy = false;
        }
    }

    /// <summary>For the browser: the drawing is finished.</summary>
    /// <inheritdoc cref="StrokesDrawn"/>
    /// <returns>Whether it is kept.</returns>
    [JSInvokable]
    public Task<bool> DrawingFinished(float[][] strokes)
    {
        var parsed = Strokes.Parse(strokes);
        return Keep is { } keep && parsed.Count > 0 ? keep(parsed) : Task.FromResult(false);
    }

    protected override void OnInitialized() => _inBrowser = new(Browser, "Components/Drawing/DrawingPad.razor.js");

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!await _inBrowser.MakeAsync(_root, _self ??= DotNetObjectReference.Create(this), Pen) || _drawsWith == Pen) return;
        _drawsWith = Pen;
        if (!await _inBrowser.CallAsync("setPen", Pen)) _drawsWith = 0;
    }

    private void ShowHint(bool severalDigits)
    {
        if (_severalDigits == severalDigits) return;
        _severalDigits = severalDigits;
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        Content.Draw([]); // another page has a pad of its own
        await _inBrowser.DisposeAsync();
        _self?.Dispose();
    }
}
