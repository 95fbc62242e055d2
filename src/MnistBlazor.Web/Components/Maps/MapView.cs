using Microsoft.AspNetCore.Components;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Maps;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Web.Models.Maps;
using MnistBlazor.Web.Models.Notebook;

namespace MnistBlazor.Web.Components.Maps;

/// <summary>
/// What a cell of the maps shows. An output is an immutable record: a view is rendered again only when it gets another one.
/// </summary>
public abstract class MapView<TOutput> : ComponentBase where TOutput : MapOutput
{
    private TOutput? _shown;
    private bool _changed;

    [CascadingParameter]
    public LessonContext Context { get; set; } = default!;

    [Parameter, EditorRequired]
    public TOutput Value { get; set; } = default!;

    [Inject]
    private LearnerFiles Files { get; set; } = default!;

    /// <summary>Null: a file of the learner's has gone since.</summary>
    protected MapFace? Face { get; private set; }

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_shown, Value)) return;
        (_shown, _changed) = (Value, true);
        Face = MapLibrary.Find(Files, Context.Learner, Value.Source) is { } data ? new(data, Value.Source) : null;
    }

    protected override bool ShouldRender()
    {
        var render = _changed;
        _changed = false;
        return render;
    }

    protected void RenderAgain()
    {
        _changed = true;
        StateHasChanged();
    }

    protected void Set(params (ParameterDefinition Parameter, string Value)[] settings) => Context.Session.SetParameters(
        settings.Aggregate(Context.Session.State.Parameters, (values, one) =>
            one.Parameter.TryRead(one.Value, out var value, out _) ? values.With(one.Parameter.Id, value) : values));
}
