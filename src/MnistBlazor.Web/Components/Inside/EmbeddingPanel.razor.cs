using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Models.Notebook;

namespace MnistBlazor.Web.Components.Inside;

/// <summary>
/// Test images in the plane in which a network's last hidden layer tells them apart best, followed as the network trains, with the
/// drawing among them. The script beside it draws and lays out; what it calls here is checked like any request.
/// </summary>
public sealed partial class EmbeddingPanel : ComponentBase, IAsyncDisposable
{
    /// <summary>In the first epoch, where most happens, the picture is made anew so many times.</summary>
    private const int InFirstEpoch = 8;

    private static readonly TimeSpan PadInterval = TimeSpan.FromMilliseconds(60);

    private readonly string _id = "embedding-" + Guid.NewGuid().ToString("n")[..8];
    private readonly CancellationTokenSource _gone = new();
    private ElementReference _root;
    private int? _only; // the class that is set off
    private BrowserPart _inBrowser = default!;
    private DotNetObjectReference<EmbeddingPanel>? _self;
    private bool _open, _mapping, _umap, _layingOut, _padChanged, _noDataset;
    private (RunId, int, bool) _mappedAt;
    private MappedImages? _mapped, _drawn, _umapOf;
    private double?[]? _umapSame;
    private double _epoch;

    [Parameter, EditorRequired]
    public RunId Run { get; set; }

    [CascadingParameter]
    public LessonContext Context { get; set; } = default!;

    [CascadingParameter]
    public ShownRun? Shown { get; set; }

    [CascadingParameter]
    public PickDigit? Picker { get; set; }

    [Inject]
    private InspectionService Inspections { get; set; } = default!;

    [Inject]
    private DatasetLibrary Datasets { get; set; } = default!;

    [Inject]
    private PadContent Pad { get; set; } = default!;

    private string State => !_open ? "closed" : _mapped is null ? "empty" : "shown";

    private bool HasHidden => Shown?.Run?.Options.Model is not SoftmaxRegressionSpec;

    /// <summary>Changes whenever the picture is to be made anew.</summary>
    private (RunId, int, bool) At => Shown?.Run is { Id: var id, Step: var step, StepsPerEpoch: var steps, Ended: var ended } && id == Run
        ? (id, steps == 0 ? 0 : step >= steps ? InFirstEpoch * (step / steps) : step * InFirstEpoch / steps, ended)
        : (Run, 0, true);

    protected override void OnInitialized()
    {
        _inBrowser = new(Browser, "Components/Inside/EmbeddingPanel.razor.js");
        _self = DotNetObjectReference.Create(this);
        Pad.Changed += FollowPad;
    }

    protected override Task OnParametersSetAsync() => _open && At != _mappedAt ? MapAsync() : Task.CompletedTask;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_mapped is not { } mapped || !await _inBrowser.MakeAsync(_root, _self) || ReferenceEquals(_drawn, mapped)) return;
        _drawn = mapped;
        var marks = mapped.ClassNames.Select((_, label) => Mark(mapped, label));
        var words = new { image = Words["embedding.image"].ToString(), yours = Words["embedding.yours"].ToString() };
        if (!await _inBrowser.CallAsync(
            "show", Bytes(Plane(mapped)), mapped.Labels.Select(label => (byte)label).ToArray(), mapped.Images, mapped.Dataset,
            mapped.ClassNames, marks, words)) _drawn = null;
        else await PlaceAsync();
    }

    private Task ToggleAsync()
    {
        _open = !_open;
        if (_open) return MapAsync();
        (_mapped, _drawn, _umapOf, _umapSame, _umap, _layingOut, _mappedAt) = (null, null, null, null, false, false, default);
        _only = null;
        return _inBrowser.CallAsync("clear");
    }

    /// <summary>One map at a time: what changed meanwhile is looked at afterwards.</summary>
    private async Task MapAsync()
    {
        if (_mapping) return;
        _mapping = true;
        try
        {
            while (_open && At != _mappedAt)
            {
                _mappedAt = At;
                var (run, step, steps) = (Run, Shown?.Run?.Step ?? 0, Shown?.Run?.StepsPerEpoch ?? 0);
                var mapped = await Inspections.MapAsync(Context.Learner, run, _mapped, _gone.Token);
                if (mapped is null || !_open) continue;
                if (_mapped is not null && _mapped.Run != mapped.Run)
                {
                    _umapSame = null;
                    await ShowPcaAsync();
                }
                (_mapped, _noDataset, _epoch) = (mapped, false, steps > 0 ? (double)Math.Max(step, mapped.Step) / steps : 0);
                StateHasChanged();
            }
        }
        catch (DatasetException)
        {
            _noDataset = true;
        }
        catch (Exception exception) when (exception is RunNotFoundException or OperationCanceledException)
        {
            // Deleted on another page, or this page is gone.
        }
        finally
        {
            _mapping = false;
        }
    }

    private void FollowPad()
    {
        if (_mapped is null || _padChanged) return;
        _padChanged = true;
        _ = InvokeAsync(FollowPadAsync);
    }

    private async Task FollowPadAsync()
    {
        try
        {
            await Task.Delay(PadInterval, _gone.Token);
            _padChanged = false;
            await PlaceAsync();
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

    private async Task PlaceAsync()
    {
        if (_mapped is not { } mapped) return;
        try
        {
            if (await PadImageAsync() is not { } image) await _inBrowser.CallAsync("place", (byte[]?)null);
            else if (await Inspections.PlaceAsync(Context.Learner, mapped.Run, image, mapped.Map, _gone.Token) is { } place)
                await _inBrowser.CallAsync("place", Bytes(place));
        }
        catch (Exception exception) when (exception is RunNotFoundException or DatasetException or OperationCanceledException)
        {
            // It has gone since.
        }
    }

    private async Task<byte[]?> PadImageAsync()
    {
        if (Pad.Stored is not { } stored) return Pad.DrawnImage();
        var dataset = await Datasets.LoadAsync(Context.Learner, stored.Dataset, null, _gone.Token);
        return (stored.Split == "test" ? dataset.Test : dataset.Train).Pixels(stored.Index).ToArray();
    }

    private async Task ShowPcaAsync()
    {
        if (_layingOut) await CancelUmapAsync();
        _umap = false;
        await _inBrowser.CallAsync("view", "pca");
    }

    /// <summary>Sets one class off from the others; the second time, all are as they were.</summary>
    private Task ShowOnlyAsync(int label)
    {
        _only = _only == label ? null : label;
        return _inBrowser.CallAsync("only", _only);
    }

    private async Task ShowUmapAsync()
    {
        _umap = true;
        if (_umapSame is null && !_layingOut) await LayOutAsync();
        else await _inBrowser.CallAsync("view", "umap");
    }

    private async Task LayOutAsync()
    {
        if (_mapped is not { } mapped || _layingOut) return;
        (_layingOut, _umapOf) = (true, mapped);
        await _inBrowser.CallAsync("layOut", Bytes(mapped.Map.Coordinates), mapped.Map.Components, mapped.ClassNames.Count);
    }

    private async Task CancelUmapAsync()
    {
        (_layingOut, _umap, _umapOf) = (false, _umapSame is not null, null);
        await _inBrowser.CallAsync("cancel");
    }

    /// <summary>The points have been laid out.</summary>
    /// <param name="same">By class, the share of neighbours of the same class; null: no point of it.</param>
    [JSInvokable]
    public void LaidOut(double?[] same)
    {
        if (!_layingOut || same.Length != _mapped?.ClassNames.Count || same.Any(share => share is < 0 or > 1)) return;
        (_layingOut, _umapSame) = (false, same);
        StateHasChanged();
    }

    /// <summary>A point was clicked: its image goes onto the pad.</summary>
    [JSInvokable]
    public Task Pick(int point) => _mapped is { } mapped && point >= 0 && point < mapped.Images.Count && Picker is { } pick
        ? pick(new StoredDigit(mapped.Dataset, "test", mapped.Images[point]))
        : Task.CompletedTask;

    private string Said(MappedImages mapped) => _umap
        ? Words[_umapOf == mapped || _layingOut ? "embedding.umap" : "embedding.umap.older"]
        : Words["embedding.pca", _epoch.ToString("0.0#"), mapped.Map.PlaneShare.ToString("P1")];

    private static string Pressed(bool pressed) => pressed ? "true" : "false";

    private static string Share(double? share) => share?.ToString("P0") ?? "–";

    /// <summary>What stands for a class in the picture: its name, or its number where names are long.</summary>
    private static string Mark(MappedImages mapped, int label) =>
        mapped.ClassNames.All(name => name.Length <= 2) ? mapped.ClassNames[label] : $"{label}";

    private static float[] Plane(MappedImages mapped) => mapped.Map.Components < 2
        ? [.. mapped.Map.Coordinates.SelectMany(x => new[] { x, 0 })]
        : [.. mapped.Map.Coordinates.Chunk(mapped.Map.Components).SelectMany(place => place[..2])];

    private static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes<float>(values).ToArray();

    public async ValueTask DisposeAsync()
    {
        Pad.Changed -= FollowPad;
        await _gone.CancelAsync();
        await _inBrowser.DisposeAsync();
        _self?.Dispose();
    }
}
