using System.Globalization;
using Microsoft.AspNetCore.Components;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Components.Charts;

/// <summary>
/// The loss of a run, batch by batch and epoch by epoch, live. The points come to the browser through RunHub and never pass through
/// here: this component makes the chart once and says which run it is to show. What stands behind it as a table is <see cref="EpochTable"/>.
/// </summary>
public sealed partial class LossChart : ComponentBase, IAsyncDisposable
{
    private ElementReference _element;
    private BrowserPart _inBrowser = default!;
    private bool _log;
    private (RunId?, RunId?) _shown;

    [Parameter]
    public RunId? Run { get; set; }

    /// <summary>For who watches a run that is not theirs.</summary>
    [Parameter]
    public string? WatchKey { get; set; }

    /// <summary>The run before, shown pale behind.</summary>
    [Parameter]
    public RunId? PreviousRun { get; set; }

    /// <summary>Another script makes the chart and draws on it (Components/Watch/RunBoard.razor.js); this is its place and its switch.</summary>
    [Parameter]
    public bool Driven { get; set; }

    /// <summary>The chart in one sentence, for who does not see it.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    protected override void OnInitialized() => _inBrowser = new(Browser, "Components/Charts/LossChart.razor.js");

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Driven || !await _inBrowser.MakeAsync(_element, Labels(Words)) || _shown == (Run, PreviousRun)) return;
        _shown = (Run, PreviousRun);
        if (!await _inBrowser.CallAsync("show", Run?.Value, WatchKey, PreviousRun?.Value)) _shown = default;
    }

    /// <summary>The words that the chart needs in the browser.</summary>
    internal static object Labels(Wording words) => new
    {
        Epoch = words["chart.epoch"],
        Loss = words["chart.loss"],
        Batches = words["chart.batches"],
        Epochs = words["chart.epochs"],
        Validation = words["chart.validation"],
        Previous = words["chart.previous"],
        Lost = words["chart.lost"],
        Culture = CultureInfo.CurrentCulture.Name,
    };

    private Task ApplyLog() => _inBrowser.CallAsync("setLog", _log);

    public ValueTask DisposeAsync() => _inBrowser.DisposeAsync();
}
