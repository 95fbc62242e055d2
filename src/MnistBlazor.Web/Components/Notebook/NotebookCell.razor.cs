using System.Globalization;
using Microsoft.AspNetCore.Components;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Components.Notebook;

/// <summary>
/// One step of a lesson: what it is about, the code that runs, what can be changed, the button that runs it, and what came of it.
/// It shows the state that it is given and holds none but whether it is folded.
/// </summary>
public sealed partial class NotebookCell : ComponentBase
{
    private bool _collapsed;
    private IReadOnlyList<ParameterDefinition> _parameters = [];

    [Inject]
    private UploadedDatasets Own { get; set; } = default!;

    [CascadingParameter]
    public LessonContext Context { get; set; } = default!;

    [Parameter, EditorRequired]
    public CellState Cell { get; set; } = default!;

    /// <summary>Of the cell that trains: the run that it shows.</summary>
    [Parameter]
    public Run? Run { get; set; }

    /// <summary>From 1.</summary>
    [Parameter, EditorRequired]
    public int Place { get; set; }

    [Parameter, EditorRequired]
    public ParameterValues Parameters { get; set; } = default!;

    /// <summary>Markdown in the reader's language.</summary>
    [Parameter]
    public string? Prose { get; set; }

    /// <summary>The C# that runs, with the current values in it.</summary>
    [Parameter]
    public string Code { get; set; } = "";

    /// <summary>The same step in PyTorch.</summary>
    [Parameter]
    public string? PyTorch { get; set; }

    /// <summary>Shown in place of the result, whether there is one or not: a replay.</summary>
    [Parameter]
    public RenderFragment? InPlace { get; set; }

    /// <summary>Of the cell that trains: what to expect of its run.</summary>
    [Parameter]
    public RunForecast? Forecast { get; set; }

    /// <summary>More to choose beside the cell's buttons.</summary>
    [Parameter]
    public RenderFragment? Controls { get; set; }

    /// <summary>What the teacher has done that is to be known here.</summary>
    [Parameter]
    public Message? FromTeacher { get; set; }

    private bool InLine => Cell.Status is CellStatus.Running && Run is { Status: RunStatus.Queued, GivesWay: false };

    /// <summary>It can be paused and stepped.</summary>
    private bool HoldsRun => Context.Lesson.HoldsRun(Cell.Id);

    private bool ShowsStale => Cell.Validity is CellValidity.Stale && InPlace is null;

    private string RunLabel => (Cell.Validity is CellValidity.Fresh ? "action.run." : "action.rerun.") + Cell.Id;

    /// <summary>
    /// What there is to say beside the button, the most urgent first: what went wrong, what is being done, why it is stale.
    /// </summary>
    private string? Note => Cell switch
    {
        { IsBusy: false } when Context.Wrong.First is { } wrong => Words["note.wrong", Words["parameter." + wrong]],
        { IsBusy: false } when FromTeacher is not null => Words.Say(FromTeacher),
        { IsBusy: false } when Forecast?.Refusal is { } refusal => Words.Say(refusal),
        { Status: CellStatus.Queued } => Words["note.queued"],
        { Status: CellStatus.Running or CellStatus.Paused } when Run is { Ended: false } run => Words.Progress(run),
        { Status: CellStatus.Running or CellStatus.Paused, Progress: { } progress } => Words.Say(progress.Message),
        { Failure: { } failure } => failure.Equals(RunMessages.QueueClosed) ? Words["note.queue-open"] : Words.Say(failure),
        { Validity: CellValidity.Stale, StaleReason: { } reason } =>
            Words["note.stale.parameter", InSentence(Words["parameter." + reason.ParameterId]),
                ValueOf(reason.ParameterId, reason.From), ValueOf(reason.ParameterId, reason.To)],
        { Validity: CellValidity.Stale } => Words["note.stale.training"],
        { Validity: CellValidity.Aborted, Status: CellStatus.Done } => Words["note.stopped"],
        { Validity: CellValidity.Aborted } => Words["note.aborted"],
        _ => null,
    };

    private string NoteFace =>
        !Cell.IsBusy && (Context.Wrong.First is not null || Forecast?.Refusal is not null)
            ? CellFace.Failed.Key()
            : CellFaces.Of(Cell, Run).Key();

    private string ValueOf(string parameterId, string text) =>
        UploadedDataset.IsId(text)
            ? Own.Find(Context.Learner, text)?.Name ?? Words["dataset.gone"]
            : Words.ParameterValue(parameterId, text);

    private static string InSentence(string name) =>
        name.Length == 0 ? name : char.ToLower(name[0], CultureInfo.CurrentCulture) + name[1..];

    protected override void OnParametersSet() =>
        _parameters = [.. Context.Lesson.Cell(Cell.Id)!.Parameters
            .Where(parameter => parameter.IsShown(Parameters) && !parameter.HasOwnControl)];
}
