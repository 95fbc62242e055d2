using System.Globalization;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Lessons.Texts;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Cells;

/// <summary>
/// What a lesson consists of. Its words (a .resx beside the class, one per language), its prose and its PyTorch stand in the folder of
/// its class; what several lessons share stands in the folder of the class that they derive from.
/// </summary>
/// <param name="id">Its address: "softmax".</param>
/// <param name="cells">In the order in which they are shown; a cell comes after all that it requires.</param>
public abstract class Lesson(string id, IReadOnlyList<LessonCell> cells)
{
    private IReadOnlyList<Type>? _types;

    public string Id => id;

    public IReadOnlyList<LessonCell> Cells => cells;

    /// <summary>In the order in which they are shown, and written into the address.</summary>
    public IReadOnlyList<ParameterDefinition> Parameters { get; } = [.. cells.SelectMany(cell => cell.Parameters)];

    /// <summary>Every parameter at its default.</summary>
    public ParameterValues Defaults => field ??= new(Parameters.Select(parameter => KeyValuePair.Create(parameter.Id, parameter.Default)));

    /// <summary>Other settings worth a try, beside the defaults.</summary>
    public virtual IReadOnlyList<Recipe> Recipes => [];

    /// <summary>Training is short enough to follow a slider: the page offers to train again by itself.</summary>
    public virtual bool TrainsLive => false;

    /// <summary>What is quick runs again by itself when a parameter changes.</summary>
    public virtual bool FollowsParameters => false;

    /// <summary>The classes whose words, prose and PyTorch it uses: its own, then those that it derives from.</summary>
    public IReadOnlyList<Type> Types => _types ??= [.. TypesOf(GetType())];

    public LessonCell? Cell(string? id) => Cells.FirstOrDefault(cell => cell.Id == id);

    /// <summary>Whether there is such a cell, and it holds a run.</summary>
    public bool HoldsRun(string cell) => Cell(cell) is { HoldsRun: true };

    public ParameterDefinition? Parameter(string id) => Parameters.FirstOrDefault(parameter => parameter.Id == id);

    /// <summary>Questions whose answer is guessed before a cell is run, and given by the run.</summary>
    public virtual IReadOnlyList<Question> Questions => [];

    /// <summary>The text of a cell, Markdown with formulas, its figures as set; null if there is none in that language.</summary>
    /// <param name="language">"en" or "ko".</param>
    /// <param name="data">The data set that it speaks of; null: MNIST.</param>
    public string? Prose(string cell, string language, ParameterValues values, DatasetFacts? data = null)
    {
        var facts = data ?? DatasetFacts.Mnist;
        return File($"{cell}.{language}.md") is { } text
            ? FilledText.Fill(Audience.Text(text, facts.IsMnist), name => Figure(name, values, facts))
            : null;
    }

    /// <summary>
    /// A figure that prose can name: a parameter's value, or what follows from several and from the data set; null: there is none.
    /// </summary>
    public virtual string? Figure(string name, ParameterValues values, DatasetFacts data) => values.Has(name) ? values.Text(name) : null;

    /// <summary>
    /// Values that stand for what an older address says by a parameter that there no longer is; null: it stands for nothing.
    /// </summary>
    /// <param name="text">What the address gives for it.</param>
    public virtual ParameterValues? ReadRetired(string parameter, string text, ParameterValues values) => null;

    /// <summary>The text above the first cell.</summary>
    /// <param name="language">"en" or "ko".</param>
    public string? Introduction(string language) => File($"intro.{language}.md");

    /// <summary>The C# that a cell shows, as set: what runs. Empty if it shows none.</summary>
    /// <param name="language">Of the comments: "en" or "ko".</param>
    public string CSharp(string cell, ParameterValues values, string language = "en") =>
        SourceCode.CSharp(Cell(cell)?.Code.Where(cut => cut.IsShown(values)) ?? [], CodeOptions(values), language);

    /// <summary>The same step in PyTorch; null if there is none for the cell.</summary>
    /// <param name="classNames">Of the data set, by label; null: MNIST's.</param>
    /// <param name="language">Of the comments: "en" or "ko".</param>
    public string? PyTorch(string cell, ParameterValues values, IReadOnlyList<string>? classNames = null, string language = "en") =>
        PyTorchTemplate(cell, values) is { } template ? SourceCode.PyTorch(template, CodeOptions(values), classNames, language) : null;

    /// <summary>A text file from its folder, or from one of those that it shares; null: there is none of that name.</summary>
    public string? File(string name) => Types
        .Select(type => EmbeddedText.Read(type.Assembly, $"{type.Namespace!.Split('.')[^1].ToLower(CultureInfo.InvariantCulture)}/{name}"))
        .FirstOrDefault(text => text is not null);

    /// <summary>
    /// What stands behind "options" in the code that is shown: the values of the objects' properties take the place of their names.
    /// </summary>
    protected internal virtual IReadOnlyList<object> CodeOptions(ParameterValues values) => [];

    /// <summary>A cell's PyTorch with "options.X" in place of values; null if there is none.</summary>
    protected virtual string? PyTorchTemplate(string cell, ParameterValues values) => File($"pytorch/{cell}.py");

    private static IEnumerable<Type> TypesOf(Type type)
    {
        for (var derived = type; derived != typeof(Lesson); derived = derived.BaseType!) yield return derived;
    }
}
