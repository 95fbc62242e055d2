using System.Globalization;
using Microsoft.AspNetCore.Components;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Hands;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Models.Notebook;

namespace MnistBlazor.Web.Components.Drawing;

/// <summary>How a run's network reads digits as people draw them: each style as a picture, and a test on many drawings.</summary>
public sealed partial class OtherHands : ComponentBase, IDisposable
{
    private readonly string _id = "hands-" + Guid.NewGuid().ToString("n")[..8];
    private readonly CancellationTokenSource _gone = new();
    private bool _open;
    private (RunId Run, int Step) _asked;
    private HandsReading? _reading;

    /// <summary>Whose network reads; nothing is shown of one that learned something else than MNIST's digits.</summary>
    [Parameter, EditorRequired]
    public RunId Run { get; set; }

    [CascadingParameter]
    public LessonContext Context { get; set; } = default!;

    [CascadingParameter]
    public ShownRun? Shown { get; set; }

    private static ImageSplit Styles => DrawnHands.Styles;

    private string? Dataset => Runs.Find(Context.Learner, Run)?.Options.Dataset;

    private (RunId Run, int Step) Network => (Run, Shown?.Run is { } run && run.Id == Run ? run.Step : 0);

    private string State => !_open ? "closed" : _reading is null ? "empty" : "shown";

    protected override Task OnParametersSetAsync() => _open && Network != _asked ? ReadAsync() : Task.CompletedTask;

    private Task ToggleAsync()
    {
        _open = !_open;
        return _open && Network != _asked ? ReadAsync() : Task.CompletedTask;
    }

    private async Task ReadAsync()
    {
        var asked = _asked = Network;
        try
        {
            var reading = await Inspections.ReadHandsAsync(Context.Learner, asked.Run, _gone.Token);
            if (reading is not null && asked == _asked) _reading = reading;
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone.
        }
        catch (Exception exception) when (exception is RunNotFoundException or DatasetException)
        {
            _reading = null; // deleted on another page while this one is open
        }
    }

    private static bool IsRight(HandsReading reading, int index) => reading.Answers[index] == Styles.Label(index);

    private static string Percent(int correct, int count) => (100.0 * correct / count).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Picture(int index) => Png.DataUri(Png.FromGrey(Styles.Pixels(index).ToArray(), 28, 28));

    public void Dispose() => _gone.Cancel();
}
