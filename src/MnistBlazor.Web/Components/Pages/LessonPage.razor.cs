using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Web.Components.Drawing;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Models.Code;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Components.Pages;

/// <summary>
/// A lesson: the learner's notebook as a page. The notebook (<see cref="NotebookSession"/>) belongs to the server and goes on without
/// this page; the page asks it for what the learner clicks, is signalled when something has changed, and then renders a fresh
/// snapshot, a few times a second at most. Losses do not pass through here: the chart gets them from RunHub.
/// </summary>
public sealed partial class LessonPage : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan OtherRunsInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan OpeningPatience = TimeSpan.FromSeconds(1);

    private readonly CodeCache _code = new();
    private readonly Announcer _announcer = new();
    private Lesson? _lesson;
    private NotebookSession? _session;
    private NotebookState _state = default!;
    private LessonContext? _context;
    private ShownRun? _run;
    private PadPredictions? _predictions;
    private Subscription? _subscription, _otherRuns;
    private IDisposable? _notebookChanges, _runChanges, _boundsChanges, _otherRunsChanges;
    private RunId? _subscribedRun;
    private (RunId? Run, int Step) _readAt;
    private (RunId? Run, RunStatus? Status, bool HasWeights)? _modelsAt;
    private string? _query, _address;
    private IReadOnlyList<Message> _notices = [];
    private Message? _refused;
    private string _announcement = "";
    private DatasetFacts? _facts;
    private bool _padOpen, _contentsOpen, _keysOpen;
    private LiveTraining? _live;
    private PredictionPad? _pad;
    private ElementReference _root;
    private BrowserPart _inBrowser = default!;

    /// <summary>The lesson's id: "softmax".</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private SessionRegistry Sessions { get; set; } = default!;

    [Inject]
    private RunService Runs { get; set; } = default!;

    [Inject]
    private PredictionService Predictions { get; set; } = default!;

    [Inject]
    private DatasetLibrary Datasets { get; set; } = default!;

    [Inject]
    private Learner Learner { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    [Inject]
    private Wording Words { get; set; } = default!;

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>The network that the pad asks: the one in training, else the one that drawing was last run with.</summary>
    private RunId? PadRun => _state.Run ?? _state.Output<DrawOutput>()?.Run;

    /// <summary>Of the data set that was loaded last.</summary>
    private string[] ClassNames => _state.Output<DataOutput>()?.ClassNames ?? DatasetLabels.Mnist.ClassNames;

    /// <summary>What the texts say of the data set that is chosen; how large it is may not be known yet.</summary>
    private DatasetFacts Facts
    {
        get
        {
            var id = _state.Parameters.Has(DatasetParameter.Dataset.Id) ? _state.Parameters.Text(DatasetParameter.Dataset.Id) : "";
            if (_facts?.Id == id) return _facts;
            if (Datasets.FactsOf(Learner.Id, id) is { } known) return _facts = known;
            return _state.Output<DataOutput>() is { } data && data.Dataset == id
                ? _facts = new(id, id, data.ClassNames.Length, data.TrainCount, data.TestCount)
                : new(id, id, ClassNames.Length, 0, 0);
        }
    }

    /// <summary>What the teacher has done to the run that was shown, or to all that are to come.</summary>
    private Message? FromTeacher =>
        !Runs.QueueOpen ? RunMessages.QueueClosed : _run!.DeletedByTeacher ? RunMessages.DeletedByTeacher : null;

    protected override void OnInitialized() => _inBrowser = new(Browser, "Components/Pages/LessonPage.razor.js");

    protected override async Task OnParametersSetAsync()
    {
        var opens = _lesson?.Id != Id;
        if (opens) Open(LessonCatalog.Find(Id));
        if (_lesson is null)
        {
            if (_refused is null) Navigation.NotFound();
            return;
        }
        FollowAddress();
        if (opens) await RunWhatIsQuickAsync(_session!);
    }

    /// <summary>A lesson does not open on empty boxes: the page waits for what is quick, if not for long.</summary>
    private async Task RunWhatIsQuickAsync(NotebookSession session)
    {
        using var changes = new Subscription(TimeSpan.Zero);
        using var subscribed = session.Subscribe(changes);
        using var patience = new CancellationTokenSource(OpeningPatience);
        session.Open();
        try
        {
            while (session.State.Running is { } cell && session.Lesson.Cell(cell.Id)!.IsQuick) await changes.NextAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // The rest comes when it is done.
        }
        // Meanwhile the reader may have gone on to another page.
        if (session == _session) Refresh();
    }

    /// <summary>Of the training that the parameters stand for now.</summary>
    private RunForecast? Forecast => _lesson?.Cells.FirstOrDefault(cell => cell.HoldsRun) is { } training
        ? Runs.Forecast(Learner.Id, training.RunOptions(_lesson, _state.Parameters), Facts.TrainCount, Facts.ClassCount)
        : null;

    private LiveObstacle Obstacle =>
        LiveTraining.Obstacle(
            _run!.Run, int.Parse(_state.Parameters.Text("epochs"), CultureInfo.InvariantCulture), Runs.Queue, DateTimeOffset.UtcNow);

    private void Open(Lesson? lesson)
    {
        Close();
        (_lesson, _refused) = (null, null);
        if (lesson is null) return;
        try
        {
            _session = Sessions.Open(Learner.Id, lesson.Id);
        }
        catch (NotebookRefusedException refusal)
        {
            _refused = refusal.Reason;
            return;
        }
        _lesson = lesson;
        _context = new LessonContext(lesson, _session, Learner.Id, EventCallback.Factory.Create<Run>(this, StartReplay))
        {
            Slid = EventCallback.Factory.Create(this, () => _live?.Slid(Obstacle)),
        };
        _context.Wrong.Changed += StateHasChanged;
        _live = lesson.TrainsLive ? new LiveTraining(lesson, _session) : null;
        _run = new ShownRun(Runs, Learner.Id, TimeProvider.System);
        _predictions = new PadPredictions(Predictions, Datasets, Runs, Learner.Id, () => PadRun);
        // Nobody awaits a signal: unless what fails is dispatched, the page would just stand still.
        _subscription = new Subscription(RenderInterval, () => InvokeAsync(ShowChangesAsync), DispatchExceptionAsync);
        _notebookChanges = _session.Subscribe(_subscription);
        _otherRuns = new Subscription(OtherRunsInterval, () => InvokeAsync(ShowOtherModels), DispatchExceptionAsync);
        _otherRunsChanges = Runs.Subscribe(Learner.Id, _otherRuns);
        _boundsChanges = Runs.SubscribeToBounds(_subscription);
        Refresh();
    }

    /// <summary>A link sets the notebook; what is wrong in it is left at the default, and said.</summary>
    private void FollowAddress()
    {
        var query = new Uri(Navigation.Uri).Query;
        if (query == _query) return;
        _query = query;
        (var values, _notices) = ParameterAddress.Read(_lesson!, query);
        FollowReplay();
        if (values is null) return;
        (values, var unknown) = Datasets.Fit(Learner.Id, values);
        if (unknown is not null) _notices = [.. _notices, unknown];
        if (!values.Equals(_state.Parameters))
        {
            _session!.SetParameters(values);
            Refresh();
        }
    }

    private void Refresh()
    {
        _state = _session!.State;
        if (_state.Run != _subscribedRun)
        {
            _runChanges?.Dispose();
            _runChanges = _state.Run is { } run ? Runs.Subscribe(run, _subscription!) : null;
            _subscribedRun = _state.Run;
        }
        _run!.Refresh(_state.Run, _state.PreviousRun);
        RefreshModels();
    }

    /// <summary>Which networks read the pad: others when this page's run has begun, ended or gone.</summary>
    private void RefreshModels()
    {
        var now = (PadRun, _run!.Run?.Status, _run.Run?.Step > 0);
        if (now == _modelsAt) return;
        _modelsAt = now;
        _predictions!.Refresh();
    }

    /// <summary>Runs of other lessons and pages come and go too.</summary>
    private async Task ShowOtherModels()
    {
        if (_session is null || !_predictions!.Refresh()) return;
        StateHasChanged();
        if (_pad is not null) await _pad.ReadAgainAsync();
    }

    private async Task ShowChangesAsync()
    {
        if (_session is null) return;
        if (_session.IsOutdated)
        {
            await ReadAnewAsync();
            return;
        }
        _live?.Continue();
        Refresh();
        _announcement = _announcer.Next(_state, _run!.Run, Words) ?? _announcement;
        StateHasChanged();
        await ReadPadAgainAsync();
    }

    /// <summary>
    /// Another node has saved a newer notebook: that is shown from now on. The address, which says what was set here, is not followed
    /// again.
    /// </summary>
    private async Task ReadAnewAsync()
    {
        var query = _query;
        Open(_lesson);
        (_query, _notices) = (query, [new Message("session.read-anew")]);
        StateHasChanged();
        if (_session is null) return;
        await RunWhatIsQuickAsync(_session);
        StateHasChanged();
        await ReadPadAgainAsync();
    }

    /// <summary>What is on the pad is read anew as the network learns, and when another network takes its place.</summary>
    private async Task ReadPadAgainAsync()
    {
        var now = (PadRun, _run!.Run?.Step ?? 0);
        if (now == _readAt || _pad is null) return;
        var another = PadRun != _readAt.Run;
        _readAt = now;
        await _pad.ReadAgainAsync(another);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_lesson is null || !await _inBrowser.MakeAsync(_root)) return;
        // With nothing changed the plain address is enough; else it carries every parameter, so that a link means the same
        // tomorrow, whatever the defaults are then.
        var query = WithReplay(_state.Parameters.Equals(_lesson.Defaults) ? "" : "?" + ParameterAddress.Write(_lesson, _state.Parameters));
        if (query == _address) return;
        _address = query;
        if (!await _inBrowser.CallAsync("setQuery", query)) _address = null;
    }

    private async Task PickAsync(StoredDigit digit)
    {
        _padOpen = true;
        StateHasChanged();
        if (_pad is not null) await _pad.PutAsync(digit);
    }

    private void Close()
    {
        _notebookChanges?.Dispose();
        _boundsChanges?.Dispose();
        _runChanges?.Dispose();
        _otherRunsChanges?.Dispose();
        _otherRuns?.Dispose();
        _subscription?.Dispose();
        (_notebookChanges, _runChanges, _subscription, _session, _context, _live) = (null, null, null, null, null, null);
        (_subscribedRun, _query, _address, _replayed, _modelsAt) = (null, null, null, null, null);
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return _inBrowser.DisposeAsync();
    }
}
