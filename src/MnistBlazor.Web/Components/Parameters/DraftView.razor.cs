using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Components.Parameters;

/// <summary>
/// The learner's data set on its way in: read, looked at, changed, then taken in or given up. What was read outlives the page; leaving
/// it ends a reading.
/// </summary>
public sealed partial class DraftView : ComponentBase, IDisposable
{
    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(250);

    // A click while something is done waits for it: a choice changed and accepted at once is accepted changed.
    private readonly SemaphoreSlim _turn = new(1);
    private CancellationTokenSource? _stop;
    private DatasetDraft? _draft;
    private ImportChoices? _asked;
    private DatasetPreview? _preview;
    private ElementReference _saidLine;
    private LoadProgress? _progress;
    private string _said = "";
    private string? _problem;
    private bool _reading, _changing, _accepting, _focusPreview, _focusSaid, _gone;

    [Parameter, EditorRequired]
    public LearnerId Learner { get; set; }

    /// <summary>Whether the preview is shown; the rest always is.</summary>
    [Parameter]
    public bool Shown { get; set; } = true;

    /// <summary>Raised with each beginning and end of what takes a while.</summary>
    [Parameter]
    public EventCallback<bool> OnBusy { get; set; }

    [Parameter]
    public EventCallback<UploadedDataset> OnAccepted { get; set; }

    [Inject]
    private Learner Me { get; set; } = default!;

    [Inject]
    private DatasetDrafts Drafts { get; set; } = default!;

    private int? Percent =>
        _progress is { TotalBytes: > 0 and var total, Bytes: var bytes } ? (int)Math.Min(100, 100 * bytes / total) : null;

    private string Doing => _progress is { } progress ? Words.Say(new Message("data." + progress.Stage, progress.File ?? "")) : "";

    /// <summary>Fetches and reads files, and shows what they hold.</summary>
    public async Task ReadAsync(IReadOnlyList<UploadedFile> files)
    {
        if (_reading) return;
        if (!Me.HasCookie)
        {
            (_said, _problem) = ("", Words["own.no-cookies"]);
            StateHasChanged();
            return;
        }
        _reading = true;
        await DoAsync(async (progress, cancellation) =>
        {
            await Drafts.ReadAsync(Learner, files, progress, cancellation);
            _focusPreview = true;
        });
        _reading = false;
    }

    protected override void OnInitialized() => _draft = Drafts.Find(Learner);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focusPreview && _preview is not null)
        {
            _focusPreview = false;
            await _preview.FocusAsync();
        }
        if (_focusSaid)
        {
            _focusSaid = false;
            await _saidLine.TryFocusAsync();
        }
    }

    /// <summary>Choices that come faster than they can be shown are taken together.</summary>
    private async Task ChangeAsync(Func<ImportChoices, ImportChoices> change)
    {
        if (_draft is null) return;
        _asked = change(_asked ?? _draft.Choices);
        if (_changing) return;
        _changing = true;
        for (ImportChoices? done = null; _asked is { } asked && asked != done; done = asked)
            await DoAsync((progress, cancellation) => Drafts.ChangeAsync(Learner, asked, progress, cancellation));
        (_asked, _changing) = (null, false);
    }

    private async Task AcceptAsync()
    {
        if (_accepting) return;
        _accepting = true;
        await DoAsync(async (progress, cancellation) =>
        {
            var added = await Drafts.AcceptAsync(Learner, progress, cancellation);
            (_said, _focusSaid) = (Words["own.added", added.Name, added.ClassNames.Count, added.TrainCount + added.TestCount], true);
            await OnAccepted.InvokeAsync(added);
        });
        _accepting = false;
    }

    private void Discard()
    {
        _stop?.Cancel();
        Drafts.Discard(Learner);
        (_draft, _asked, _problem) = (null, null, null);
        (_said, _focusSaid) = (Words["own.discarded"], true);
    }

    private async Task DoAsync(Func<IProgress<LoadProgress>, CancellationToken, Task> work)
    {
        await _turn.WaitAsync();
        if (_gone) return;
        (_stop, _progress, _said, _problem) = (new CancellationTokenSource(), null, "", null);
        StateHasChanged();
        using var subscription = new Subscription(RenderInterval, () => InvokeAsync(StateHasChanged), DispatchExceptionAsync);
        try
        {
            await OnBusy.InvokeAsync(true);
            await work(new Latest(progress =>
            {
                _progress = progress;
                subscription.Signal();
            }), _stop.Token);
        }
        catch (OperationCanceledException)
        {
            (_said, _focusSaid) = (Words["own.cancelled"], true);
        }
        catch (DatasetException problem)
        {
            _problem = Words.Say(problem);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _problem = Words["own.failed.disk"];
        }
        catch (Exception failure) when (failure is JSException or JSDisconnectedException or TimeoutException)
        {
            _problem = Words["own.failed.connection"];
        }
        finally
        {
            _stop.Dispose();
            _stop = null;
            _draft = Drafts.Find(Learner); // it may have been changed or given up elsewhere
            _turn.Release();
        }
        await OnBusy.InvokeAsync(false);
        StateHasChanged();
    }

    public void Dispose()
    {
        _gone = true;
        _stop?.Cancel();
    }

    /// <summary>Reports on the thread that reads.</summary>
    private sealed class Latest(Action<LoadProgress> report) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => report(value);
    }
}
