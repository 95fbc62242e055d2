using Microsoft.AspNetCore.Components;
using MnistBlazor.Cluster.Nodes;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Web.Components.Supervision;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hosting.Access;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Components.Pages;

/// <summary>
/// The teacher's page: what all learners' runs are doing, and what the teacher does about it. Everything that is read and done goes through
/// <see cref="Hosting.Access.Teacher"/>, which asks each time whether it is still the teacher: the page is no door by itself.
/// </summary>
public sealed partial class TeacherPage : ComponentBase, IDisposable
{
    /// <summary>Runs shown at first of a device, and of those that have ended.</summary>
    public const int PageSize = 25;

    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(500);

    private RunBounds? _bounds;
    private RunBounds _operators = default!;
    private IReadOnlyList<DeviceRuns> _devices = [];
    private IReadOnlyList<Node>? _nodes;
    private IReadOnlyList<Run> _ended = [];
    private int _endedCount, _page, _most = PageSize;
    private IReadOnlyList<RunId> _deleted = [];
    private string? _problem;
    private string _said = "";
    private ElementReference _title, _endedTitle;
    private Subscription? _subscription;
    private IDisposable? _changes, _nodeChanges;

    [Inject]
    private Teacher Teacher { get; set; } = default!;

    [Inject]
    private Learner Learner { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private Wording Words { get; set; } = default!;

    private int LastPage => Math.Max(0, (_endedCount - 1) / PageSize);

    protected override void OnInitialized() => Read();

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender || _bounds is null) return;
        _subscription = new Subscription(RenderInterval, () => InvokeAsync(Refresh), DispatchExceptionAsync);
        _changes = Teacher.Runs.Subscribe(_subscription);
        _nodeChanges = Teacher.Nodes?.Subscribe(_subscription);
        _subscription.Signal(); // for what has changed since the first rendering
    }

    private void Refresh()
    {
        Read();
        StateHasChanged();
    }

    private void Read()
    {
        try
        {
            var runs = Teacher.Runs;
            (_bounds, _operators, _devices) = (runs.Bounds, runs.OperatorsBounds, runs.Unfinished(_most));
            _nodes = Teacher.Nodes?.All;
            ReadEnded(runs);
        }
        catch (NotTeacherException)
        {
            Leave();
        }
    }

    private void ReadEnded(RunSupervision runs)
    {
        (_ended, _endedCount) = runs.Ended(_page, PageSize);
        if (_page <= LastPage) return;
        _page = LastPage;
        (_ended, _endedCount) = runs.Ended(_page, PageSize);
    }

    // The token is another since: nothing more is shown or done.
    private void Leave()
    {
        Dispose();
        (_bounds, _devices, _nodes, _ended, _deleted, _problem, _said) = (null, [], null, [], [], null, "");
    }

    private async Task Act((Run Run, RunAct Act) asked)
    {
        var (run, act) = asked;
        var done = await Try(runs => act switch
        {
            RunAct.Stop => runs.StopAsync(run.Id),
            RunAct.Delete => runs.DeleteAsync(run.Id),
            RunAct.Front => runs.MoveAsync(run.Id, LineMove.Front),
            RunAct.Up => runs.MoveAsync(run.Id, LineMove.Up),
            _ => runs.MoveAsync(run.Id, LineMove.Down),
        });
        if (!done) return;
        _said = Words["teacher.said." + act.ToString().ToLowerInvariant(), Words.RunName(run), Words.LearnerName(run.Owner, Learner.Id)];
        if (act == RunAct.Delete) _deleted = [run.Id];
        // Its row, and with it the button that was pressed, is about to go.
        if (act == RunAct.Stop) await _title.TryFocusAsync();
    }

    private async Task Undo()
    {
        var deleted = _deleted;
        await CloseUndo();
        foreach (var run in deleted) await Try(runs => runs.UndeleteAsync(run));
    }

    private async Task CloseUndo()
    {
        _deleted = [];
        await _endedTitle.TryFocusAsync();
    }

    private Task ToggleQueue()
    {
        var open = _bounds is { QueueOpen: false };
        return Try(runs =>
        {
            runs.SetQueueOpen(open);
            return Task.CompletedTask;
        });
    }

    private async Task SetBounds(IReadOnlyDictionary<RunBound, long> values)
    {
        var set = await Try(runs =>
        {
            runs.SetBounds(values);
            return Task.CompletedTask;
        });
        if (set) _said = Words["teacher.said.bounds"];
    }

    private void ShowMore()
    {
        _most += PageSize;
        Read();
    }

    private void Turn(int pages)
    {
        _page = Math.Clamp(_page + pages, 0, LastPage);
        Read();
    }

    /// <returns>Whether it is done.</returns>
    private async Task<bool> Try(Func<RunSupervision, Task> act)
    {
        _problem = null;
        var done = false;
        try
        {
            await act(Teacher.Runs);
            done = true;
        }
        catch (NotTeacherException)
        {
            Leave();
            return false;
        }
        catch (RunNotFoundException)
        {
            _problem = Words["teacher.gone"];
        }
        catch (RunNotSavedException)
        {
            _problem = Words["teacher.not-saved"];
        }
        catch (ArgumentOutOfRangeException)
        {
            _problem = Words["teacher.out-of-range"];
        }
        Read();
        return done;
    }

    public void Dispose()
    {
        _changes?.Dispose();
        _nodeChanges?.Dispose();
        _subscription?.Dispose();
    }
}
