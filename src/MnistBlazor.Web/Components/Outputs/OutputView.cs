using Microsoft.AspNetCore.Components;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Web.Models.Notebook;

namespace MnistBlazor.Web.Components.Outputs;

/// <summary>
/// What a cell shows of its output. The page renders a few times a second while a network trains; an output is an immutable record,
/// so a view of it has to be rendered again only when it gets another one.
/// </summary>
public abstract class OutputView<TOutput> : ComponentBase where TOutput : CellOutput
{
    private (TOutput?, LessonContext?) _shown;
    private bool _changed;

    [CascadingParameter]
    public LessonContext Context { get; set; } = default!;

    [Parameter, EditorRequired]
    public TOutput Value { get; set; } = default!;

    /// <summary>The data set that the output is of, which need not be the one chosen now.</summary>
    protected DatasetLabels Data => (Value as DigitsOutput)?.Data ?? DatasetLabels.Mnist;

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_shown.Item1, Value) && ReferenceEquals(_shown.Item2, Context)) return;
        _shown = (Value, Context);
        _changed = true;
    }

    /// <summary>Something else that the view shows has changed as well.</summary>
    protected void RenderAgain()
    {
        _changed = true;
        StateHasChanged();
    }

    protected override bool ShouldRender()
    {
        var render = _changed;
        _changed = false;
        return render;
    }
}
