using Microsoft.AspNetCore.Components;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Watch;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Components.Pages;

/// <summary>
/// A finished run played again in its lesson, by <c>?replay=</c> and its id or from the training cell. The notebook is not touched:
/// the replay stands in place of what the training cell shows, and leaves with nothing changed.
/// </summary>
public sealed partial class LessonPage
{
    private Run? _replayed;

    [SupplyParameterFromQuery(Name = "replay")]
    public string? ReplayOf { get; set; }

    private void FollowReplay()
    {
        if (string.IsNullOrEmpty(ReplayOf)) return;
        var run = RunId.TryParse(ReplayOf, out var id) ? Runs.Find(Learner.Id, id) : null;
        var refusal = run switch
        {
            null => "replay.unknown",
            _ when run.Lesson != _lesson!.Id => "replay.unknown",
            { Ended: false } => "replay.not-ended",
            { StepsPerEpoch: 0 } => "replay.nothing",
            _ => null,
        };
        _replayed = refusal is null ? run : null;
        if (refusal is not null) _notices = [.. _notices, new Message(refusal)];
    }

    private void StartReplay(Run run) => _replayed = run;

    private async Task EndReplayAsync()
    {
        _replayed = null;
        StateHasChanged();
        await _inBrowser.CallAsync("goTo", "training"); // the button that had the focus is gone
    }

    /// <summary>What the training cell shows in place of its output; null: no replay.</summary>
    private RenderFragment? Replay() => _replayed is not { } run ? null : builder =>
    {
        builder.OpenComponent<ReplayView>(0);
        builder.SetKey(run.Id);
        builder.AddAttribute(1, nameof(ReplayView.Run), run);
        builder.AddAttribute(2, nameof(ReplayView.OnEnd), EventCallback.Factory.Create(this, EndReplayAsync));
        builder.CloseComponent();
    };

    private string WithReplay(string query) =>
        _replayed is not { } run ? query : $"{(query.Length == 0 ? "?" : query + "&")}replay={run.Id.Value}";
}
