using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Web.Models.Notebook;
using MudBlazor;

namespace MnistBlazor.Web.Components.Parameters;

/// <summary>A learner's own data sets: bring one along, look at it before it counts, delete one.</summary>
public sealed partial class Uploads : ComponentBase
{
    /// <summary>IDX files often have no ending that a browser knows; they are offered as bytes of some kind.</summary>
    private const string Accepted =
        ".zip,.gz,.tgz,.csv,.npz,.npy,.idx,.txt,image/*,application/zip,application/gzip,application/octet-stream";

    private static readonly string[] Formats = ["pictures", "idx", "csv", "numpy"];

    private DraftView? _draft;
    private string _said = "";
    private string? _problem;
    private bool _open, _busy;

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

    protected override void OnInitialized() => _open = Drafts.Find(Context.Learner) is not null;

    private async Task ReadAsync(InputFileChangeEventArgs chosen)
    {
        if (_busy || _draft is null || chosen.FileCount == 0) return;
        (_said, _problem, _open) = ("", null, true);
        var files = chosen.GetMultipleFiles(chosen.FileCount)
            .Select(file => new UploadedFile(
                file.Name, file.Size, cancellation => file.OpenReadStream(Options.MaxUploadBytes, cancellation)));
        await _draft.ReadAsync([.. files]);
    }

    private void Busy(bool busy) => _busy = busy;

    private async Task DeleteAsync(UploadedDataset dataset)
    {
        var yes = await Dialogs.ShowMessageBoxAsync(
            dataset.Name, Words["own.delete.sure"], yesText: Words["own.delete.yes"], cancelText: Words["own.delete.no"]);
        if (yes != true) return;
        try
        {
            Own.Delete(Context.Learner, dataset.Id);
            (_said, _problem) = (Words["own.deleted", dataset.Name], null);
            await OnDeleted.InvokeAsync(dataset);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _problem = Words["own.failed.disk"];
        }
    }
}
