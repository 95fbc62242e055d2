using Microsoft.AspNetCore.Components;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;
using MnistBlazor.ML.Inference;
using MnistBlazor.Web.Components.Drawing;
using MnistBlazor.Web.Components.Parameters;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hosting.Bounds;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Components.Pages;

/// <summary>A learner draws a data set: classes, and drawings of each, kept as they are drawn.</summary>
public sealed partial class Drawings : ComponentBase
{
    private DrawingCollection _collection = DrawingCollection.Empty;
    private DrawingCollection? _before;
    private PreviewImage[][] _latest = [];
    private DraftView? _draft;
    private UploadedDataset? _added;
    private Lesson? _from;
    private string _newName = "", _name = "", _said = "";
    private string? _problem;
    private bool _keepsByItself, _busy;
    private int _class, _renamed;

    /// <summary>The lesson that the learner comes from.</summary>
    [SupplyParameterFromQuery(Name = "lesson")]
    public string? From { get; set; }

    [Inject]
    private Learner Learner { get; set; } = default!;

    [Inject]
    private DrawingCollections Collections { get; set; } = default!;

    [Inject]
    private DrawingLimits Limits { get; set; } = default!;

    [Inject]
    private DatasetLibrary Library { get; set; } = default!;

    [Inject]
    private LessonsOptions Options { get; set; } = default!;

    [Inject]
    private Wording Words { get; set; } = default!;

    private IReadOnlyList<DrawnClass> Classes => _collection.Classes;

    private DrawnClass? Chosen => _class < Classes.Count ? Classes[_class] : null;

    protected override void OnInitialized()
    {
        _name = Words["drawings.name"];
        Show(Collections.Get(Learner.Id));
    }

    protected override void OnParametersSet() => _from = LessonCatalog.FindDigits(From);

    private void Choose(int at)
    {
        if (at < Classes.Count) (_class, _said) = (at, "");
    }

    private void AddClass()
    {
        if (!Change(() => Collections.AddClass(Learner.Id, _newName))) return;
        (_class, _newName) = (Classes.Count - 1, "");
        _said = Words["drawings.said.added", Classes[^1].Name];
    }

    private void AddDigits() => Change(() =>
    {
        var collection = _collection;
        for (var digit = 0; digit <= 9; digit++) collection = Collections.AddClass(Learner.Id, $"{digit}");
        return collection;
    });

    private void Rename(string? name)
    {
        _renamed++; // a fresh field: what was refused does not stay in it
        if (Chosen is { } chosen && name is not null && name != chosen.Name)
            Change(() => Collections.RenameClass(Learner.Id, _collection, _class, name));
    }

    private void RemoveClass()
    {
        if (Chosen is not { } chosen || !Change(() => Collections.RemoveClass(Learner.Id, _collection, _class))) return;
        _said = Words["drawings.said.removed", chosen.Name];
    }

    private void RemoveDrawing(int drawing)
    {
        if (Chosen is not { } chosen || !Change(() => Collections.Remove(Learner.Id, _collection, _class, drawing))) return;
        _said = Words["drawings.said.taken-out", chosen.Name];
    }

    private Task<bool> KeepAsync(IReadOnlyList<IReadOnlyList<StrokePoint>> strokes)
    {
        var kept = Chosen is { } chosen && ML.Inference.DigitImage.FromStrokes(strokes, DrawingPad.PenWidth) is { } pixels
            && Change(() => Collections.Add(Learner.Id, (chosen.Name, pixels)));
        if (kept) _said = Words["drawings.said.kept", Chosen!.Name, Chosen.Drawings.Count];
        StateHasChanged(); // the pad calls, and no event of this page
        return Task.FromResult(kept);
    }

    private void TakeBack()
    {
        if (_before is not { } before || !Change(() => Collections.Restore(Learner.Id, _collection, before))) return;
        (_before, _said) = (null, Words["drawings.said.undone"]);
    }

    private async Task MakeAsync()
    {
        if (_draft is null || _busy || !_collection.IsEnough) return;
        _added = null;
        var name = string.IsNullOrWhiteSpace(_name) ? Words["drawings.name"] : _name;
        await _draft.ReadAsync(Collections.Files(Learner.Id, name));
    }

    /// <summary>The lesson with the data set, and with what its size asks for.</summary>
    private string Address(Lesson lesson, UploadedDataset dataset) =>
        $"lessons/{lesson.Id}?{ParameterAddress.Write(lesson, Library.Choose(Learner.Id, lesson.Defaults, dataset.Id))}";

    private bool Change(Func<DrawingCollection> change)
    {
        var before = _collection;
        (_problem, _said) = (null, "");
        if (!Learner.HasCookie || !Limits.Allows(Learner.Visitor))
        {
            _problem = Words[Learner.HasCookie ? "drawings.too-fast" : "own.no-cookies"];
            return false;
        }
        try
        {
            Show(change());
            _before = before;
            return true;
        }
        catch (DatasetException problem)
        {
            _problem = Words.Say(problem);
            Show(Collections.Get(Learner.Id)); // it may have been changed on another page
            _before = null;
        }
        catch (ArgumentException)
        {
            Show(Collections.Get(Learner.Id)); // the class was removed on another page
            _before = null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _problem = Words["drawings.failed"];
        }
        return false;
    }

    private void Show(DrawingCollection collection)
    {
        _collection = collection;
        _class = Math.Max(0, Math.Min(_class, Classes.Count - 1));
        _latest =
        [
            .. Classes.Select((one, label) =>
                one.Drawings.TakeLast(DatasetImport.SamplesPerClass).Select(pixels => new PreviewImage(label, one.Name, pixels)).ToArray()),
        ];
    }
}
