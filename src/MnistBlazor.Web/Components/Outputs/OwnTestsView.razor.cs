using Microsoft.AspNetCore.Components;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Components.Outputs;

/// <summary>The learner's own test set, and every network's score on it. It follows the set and the learner's runs.</summary>
public sealed partial class OwnTestsView : ComponentBase, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<OwnDrawing> _drawings = [];
    private IReadOnlyList<Run> _models = [], _taught = [];
    private IReadOnlyDictionary<RunId, IReadOnlyList<string?>> _answers = new Dictionary<RunId, IReadOnlyList<string?>>();
    private Subscription? _subscription;
    private IDisposable? _changes;

    /// <summary>The notebook's run, whose network reads the pad.</summary>
    [Parameter, EditorRequired]
    public RunId Run { get; set; }

    [CascadingParameter]
    public LessonContext Context { get; set; } = default!;

    [Inject]
    private OwnTests Tests { get; set; } = default!;

    [Inject]
    private RunService Runs { get; set; } = default!;

    [Inject]
    private PredictionService Predictions { get; set; } = default!;

    [Inject]
    private Wording Words { get; set; } = default!;

    protected override Task OnParametersSetAsync() => ReadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        Tests.Changed += ShowChanges;
        _subscription = new Subscription(Interval, () => InvokeAsync(ReadAsync), DispatchExceptionAsync);
        _changes = Runs.Subscribe(Context.Learner, _subscription);
    }

    private void ShowChanges() => _ = InvokeAsync(ReadAsync);

    private async Task ReadAsync()
    {
        _drawings = OwnDrawing.Of(Tests.Set);
        var all = Runs.List(Context.Learner).Where(run => LessonCatalog.FindDigits(run.Lesson) is not null).ToList();
        _taught = TestedModels.TaughtFrom(all, Run);
        _models = TestedModels.Choose([.. all.Where(run => run.Step > 0)], Run);
        StateHasChanged();
        if (_drawings.Count == 0) return;
        try
        {
            var (drawings, runs) = (_drawings, _models.Select(run => run.Id).ToList());
            if (await Predictions.AnswersAsync(Context.Learner, runs, drawings, _gone.Token) is not { } answers) return;
            if (!ReferenceEquals(drawings, _drawings)) return;
            _answers = answers;
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private string Score(Run model)
    {
        if (_answers.GetValueOrDefault(model.Id) is not { } answers || answers.Count != _drawings.Count) return "–";
        var score = OwnScore.Of(_drawings, answers, model.Options.FineTuning);
        return Words["tests.score", score.Right, score.Count];
    }

    public void Dispose()
    {
        _gone.Cancel();
        Tests.Changed -= ShowChanges;
        _changes?.Dispose();
        _subscription?.Dispose();
    }
}
