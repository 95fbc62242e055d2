using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Words;
using MudBlazor;

namespace MnistBlazor.Web.Components.Parameters;

/// <summary>A learner's own data sets: bring one along, see how far it is, delete one. Leaving the page ends an upload.</summary>
public sealed partial class Uploads : ComponentBase, IDisposable
{
    private const int MostFiles = 5;
    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(250);

    private CancellationTokenSource? _stop;
    private LoadProgress? _progress;
    private string _said = "";
    private string? _problem;
    private int _inputs;
    private bool _open, _drawings;

    [CascadingParameter]
    public LessonContext Context { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlyList<UploadedDataset> Datasets { get; set; } = [];

    [Parameter]
    public EventCallback<UploadedDataset> OnAdded { get; set; }

    [Parameter]
    public EventCallback<UploadedDataset> OnDeleted { get; set; }

    [Inject]
    private UploadedDatasets Own { get; set; } = default!;

    [Inject]
    private DatasetDrafts Drafts { get; set; } = default!;

    [Inject]
    private LessonsOptions Options { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    private int? Percent =>
        _progress is { TotalBytes: > 0 and var total, Bytes: var bytes } ? (int)Math.Min(100, 100 * bytes / total) : null;

    private string Doing => _progress is { } progress ? Words.Say(new Message("data." + progress.Stage, progress.File ?? "")) : "";

    private async Task UploadAsync(InputFileChangeEventArgs chosen)
    {
        if (_stop is not null || chosen.FileCount == 0) return;
        (_stop, _progress, _said, _problem, _open) = (new CancellationTokenSource(), null, "", null, true);
        using var subscription = new Subscription(RenderInterval, () => InvokeAsync(StateHasChanged), DispatchExceptionAsync);
        try
        {
            // One too many, so that the refusal is the same whatever the number.
            var files = chosen.GetMultipleFiles(chosen.FileCount).Take(MostFiles + 1)
                .Select(file => new UploadedFile(
                    file.Name, file.Size, cancellation => file.OpenReadStream(Options.MaxUploadBytes, cancellation)));
            var draft = await Drafts.ReadAsync(Context.Learner, [.. files], new Latest(progress =>
            {
                _progress = progress;
                subscription.Signal();
            }), _stop.Token);
            await Drafts.ChangeAsync(Context.Learner, draft.Choices with { Drawings = _drawings }, null, _stop.Token);
            var added = await Drafts.AcceptAsync(Context.Learner, null, _stop.Token);
            _said = Words["own.added", added.Name, added.ClassNames.Count, (added.TrainCount + added.TestCount).ToString("N0")];
            await OnAdded.InvokeAsync(added);
        }
        catch (OperationCanceledException)
        {
            _said = Words["own.cancelled"];
        }
        catch (DatasetException problem)
        {
            _problem = Words.Say(new Message("dataset." + problem.Code, [.. problem.Arguments]));
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
            _inputs++; // a fresh field: the same file can be chosen again once it is mended
        }
    }

    private async Task DeleteAsync(UploadedDataset dataset)
    {
        var yes = await Dialogs.ShowMessageBoxAsync(
            dataset.Name, Words["own.delete.sure"], yesText: Words["own.delete.yes"], cancelText: Words["own.delete.no"]);
        if (yes != true) return;
        try
        {
            Own.Delete(Context.Learner, dataset.Id);
            _said = Words["own.deleted", dataset.Name];
            await OnDeleted.InvokeAsync(dataset);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _problem = Words["own.failed.disk"];
        }
    }

    public void Dispose() => _stop?.Cancel();

    /// <summary>Reports on the thread that reads.</summary>
    private sealed class Latest(Action<LoadProgress> report) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => report(value);
    }
}
