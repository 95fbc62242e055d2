using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MnistBlazor.Notebook.Runs;

namespace MnistBlazor.Web.Components.Charts;

/// <summary>
/// The loss of a run, batch by batch and epoch by epoch, live. The points come to the browser through RunHub and never pass through
/// here: this component makes the chart once and says which run it is to show. What stands behind it as a table is <see cref="EpochTable"/>.
/// </summary>
public sealed partial class LossChart : ComponentBase, IAsyncDisposable
{
    private ElementReference _element;
    private IJSObjectReference? _module;
    private IJSObjectReference? _chart;
    private bool _log;
    private (RunId?, RunId?) _shown;

    [Parameter, EditorRequired]
    public RunId? Run { get; set; }

    /// <summary>For who watches a run that is not theirs.</summary>
    [Parameter]
    public string? WatchKey { get; set; }

    /// <summary>The run before, shown pale behind.</summary>
    [Parameter]
    public RunId? PreviousRun { get; set; }

    /// <summary>The chart in one sentence, for who does not see it.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Browser.InvokeAsync<IJSObjectReference>("import", "./Components/Charts/LossChart.razor.js");
            _chart = await _module.InvokeAsync<IJSObjectReference>("create", _element, new
            {
                Epoch = Words["chart.epoch"].Value,
                Loss = Words["chart.loss"].Value,
                Batches = Words["chart.batches"].Value,
                Epochs = Words["chart.epochs"].Value,
                Previous = Words["chart.previous"].Value,
                Lost = Words["chart.lost"].Value,
                Culture = CultureInfo.CurrentCulture.Name,
            });
        }
        if (_chart is null || _shown == (Run, PreviousRun)) return;
        _shown = (Run, PreviousRun);
        await _chart.InvokeVoidAsync("show", Run?.Value, WatchKey, PreviousRun?.Value);
    }

    private async Task ApplyLog()
    {
        if (_chart is not null) await _chart.InvokeVoidAsync("setLog", _log);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_chart is not null)
            {
                await _chart.InvokeVoidAsync("dispose");
                await _chart.DisposeAsync();
            }
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The tab is gone, and the chart with it.
        }
    }
}
