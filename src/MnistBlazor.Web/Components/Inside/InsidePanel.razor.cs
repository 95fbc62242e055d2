using Microsoft.AspNetCore.Components;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inspection;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Models.Notebook;

namespace MnistBlazor.Web.Components.Inside;

/// <summary>
/// Follows the pad and the network that reads it while it is open: the evidence and the layers live, the nearest training images and the
/// edit that flips the answer when they are asked for.
/// </summary>
public sealed partial class InsidePanel : ComponentBase, IDisposable
{
    /// <summary>The pad is followed at most this often: the pictures of all layers are much for one message.</summary>
    private static readonly TimeSpan PadInterval = TimeSpan.FromMilliseconds(200);

    private readonly string _id = "inside-" + Guid.NewGuid().ToString("n")[..8];
    private readonly CancellationTokenSource _gone = new();
    private bool _open, _padChanged, _asking, _noDataset;
    private byte[]? _image;
    private StoredDigit? _digit;
    private (RunId Run, int Step) _lookedAt;
    private NetworkInside? _inside;
    private NearestImages? _nearest;
    private AnswerEdit? _edit;

    /// <summary>Whose network is looked into unless a newer one trains on this page.</summary>
    [Parameter, EditorRequired]
    public RunId Run { get; set; }

    /// <summary>Looked at instead of what lies on the pad, with the network of <see cref="Run"/>, and open from the start.</summary>
    [Parameter]
    public StoredDigit? Digit { get; set; }

    [CascadingParameter]
    public LessonContext Context { get; set; } = default!;

    [CascadingParameter]
    public ShownRun? Shown { get; set; }

    [Inject]
    private InspectionService Inspections { get; set; } = default!;

    [Inject]
    private DatasetLibrary Datasets { get; set; } = default!;

    [Inject]
    private PadContent Pad { get; set; } = default!;

    /// <summary>The network, and how far it is, that the pad asks too.</summary>
    private (RunId Run, int Step) Network => Digit is null ? (Shown?.Run?.Id ?? Run, Shown?.Run?.Step ?? 0) : (Run, 0);

    private string State => !_open ? "closed" : _inside is null ? "empty" : "shown";

    protected override void OnInitialized()
    {
        _open = Digit is not null;
        Pad.Changed += FollowPad;
    }

    protected override Task OnParametersSetAsync()
    {
        if (Digit != _digit)
        {
            _digit = Digit;
            return _open ? ReadPadAsync() : Task.CompletedTask;
        }
        return _open && _image is not null && Network != _lookedAt ? LookAsync() : Task.CompletedTask;
    }

    private async Task ToggleAsync()
    {
        _open = !_open;
        if (_open) await ReadPadAsync();
        else Forget();
    }

    private void FollowPad()
    {
        if (!_open || _padChanged || Digit is not null) return;
        _padChanged = true;
        _ = InvokeAsync(FollowPadAsync);
    }

    private async Task FollowPadAsync()
    {
        try
        {
            await Task.Delay(PadInterval, _gone.Token);
            _padChanged = false;
            if (_open) await ReadPadAsync();
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }

    private async Task ReadPadAsync()
    {
        var image = (Digit ?? Pad.Stored) is { } stored
            ? await stored.PixelsAsync(Datasets, Context.Learner, _gone.Token)
            : Pad.DrawnImage();
        if (image is null) Forget();
        else if (_inside is null || Network != _lookedAt || !image.AsSpan().SequenceEqual(_image))
        {
            _image = image;
            await LookAsync();
        }
    }

    /// <summary>What was seen last stays until something newer is.</summary>
    private async Task LookAsync()
    {
        if (_image is not { } image) return;
        _lookedAt = Network;
        var inside = await AskAsync(cancellation => Inspections.InspectAsync(Context.Learner, _lookedAt.Run, image, cancellation));
        if (inside is null || !ReferenceEquals(image, _image)) return;
        (_inside, _nearest, _edit, _noDataset) = (inside, null, null, false);
    }

    private Task FindNearestAsync() => OnDemandAsync(async image =>
    {
        try
        {
            var nearest = await AskAsync(cancellation => Inspections.NearestAsync(Context.Learner, Network.Run, image, cancellation));
            if (ReferenceEquals(image, _image)) _nearest = nearest;
        }
        catch (DatasetException)
        {
            _noDataset = true;
        }
    });

    private Task FindEditAsync() => OnDemandAsync(async image =>
    {
        var edit = await AskAsync(cancellation => Inspections.EditAsync(Context.Learner, Network.Run, image, cancellation));
        if (ReferenceEquals(image, _image)) _edit = edit;
    });

    /// <summary>One question at a time: a second click meanwhile is not the page's.</summary>
    private async Task OnDemandAsync(Func<byte[], Task> ask)
    {
        if (_asking || _image is not { } image) return;
        _asking = true;
        try
        {
            await ask(image);
        }
        finally
        {
            _asking = false;
        }
    }

    private async Task<T?> AskAsync<T>(Func<CancellationToken, Task<T?>> ask) where T : class
    {
        try
        {
            return await ask(_gone.Token);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            return null;
        }
        catch (RunNotFoundException)
        {
            return null; // deleted on another page while this one is open
        }
    }

    private void Forget() => (_image, _inside, _nearest, _edit, _noDataset) = (null, null, null, null, false);

    private string Name(int number) => _inside!.ClassNames[number];

    private static string Share(float share) => share.ToString("P1");

    private string EditText(AnswerEdit edit) => edit.Flips
        ? Words["inside.edit.found", edit.Count, Name(edit.From), Name(edit.To), edit.Added.Count, edit.Removed.Count]
        : Words["inside.edit.none", edit.Count, Name(edit.From)];

    public void Dispose()
    {
        Pad.Changed -= FollowPad;
        _gone.Cancel();
    }
}
