using System.Globalization;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Models;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Runs;

namespace MnistBlazor.Web.Words;

/// <summary>Runs in words of the reader's language. An option is named as its lesson names the parameter.</summary>
public static class RunNames
{
    /// <summary>What is said of a run that is as its lesson has it: what one would change first.</summary>
    private static readonly string[] Telling = ["layers", "channels", "optimizer", "learning-rate", "epochs"];

    /// <summary>
    /// What its owner calls it, else its lesson and in what it differs: "Lesson 2: Adagrad, rate 0.01". Two runs that differ in a setting
    /// have different names, since one of them is not as the lesson has it.
    /// </summary>
    public static string RunName(this Wording words, Run run)
    {
        if (run.Name is not null) return run.Name;
        if (LessonCatalog.FindDigits(run.Lesson) is not { } lesson) return run.Lesson;
        var number = LessonCatalog.All.Index().First(pair => pair.Item.Id == run.Lesson).Index + 1;
        if (run.Options.FineTuning is { } tuning)
            return $"{words["lesson.number", number]}: {words[tuning.Mixed > 0 ? "short.taught" : "short.taught.alone"]}";
        var values = lesson.ValuesOf(run.Options);
        var shown = lesson.Parameters.Where(parameter => parameter.IsShown(values)).ToList();
        var telling = shown.Where(parameter => values.Text(parameter.Id) != parameter.Default).ToList();
        if (telling.Count == 0) telling = [.. shown.Where(parameter => Telling.Contains(parameter.Id))];
        return $"{words["lesson.number", number]}: "
            + string.Join(", ", telling.Select(parameter => words.ShortOption(parameter.Id, values.Text(parameter.Id))));
    }

    /// <summary>"rate 0.5", "256 + 256 units", "Adam", "seed 7".</summary>
    private static string ShortOption(this Wording words, string parameter, string value)
    {
        var shown = words.ParameterValue(parameter, value);
        return parameter switch
        {
            "layers" => Units(words, LayersParameter.Parse(value)),
            "optimizer" or "dataset" or "device" => shown,
            _ when value == "1" && words.Find($"short.{parameter}.one") is { } one => one,
            _ when words.Find("short." + parameter) is not null => words["short." + parameter, shown],
            _ => words.Option(parameter, value).ToLower(CultureInfo.CurrentCulture),
        };
    }

    // "256 + 64 Sigmoid units": an activation is said unless it is the usual one.
    private static string Units(Wording words, IReadOnlyList<HiddenLayer> layers) => layers.Count == 0
        ? words["short.units.none"]
        : words["short.units", string.Join(" + ", layers.Select(layer => $"{layer.Units}{Beside(layer)}"))];

    private static string Beside(HiddenLayer layer) =>
        (layer.Activation == Activation.ReLU ? "" : $" {layer.Activation}")
        + (layer.Dropout > 0 ? $" (dropout {layer.Dropout.ToString(CultureInfo.CurrentCulture)})" : "");

    /// <summary>The lesson's title; the id of one that there no longer is.</summary>
    public static string LessonName(this Wording words, string lesson) => words.Find("lesson." + lesson) ?? lesson;

    /// <summary>"Learning rate 0.5".</summary>
    public static string Option(this Wording words, string parameter, string value) =>
        $"{words["parameter." + parameter]} {words.ParameterValue(parameter, value)}";

    /// <summary>The options in which a run is not as its lesson has it, in the lesson's order.</summary>
    public static IReadOnlyList<string> ChangedOptions(this Wording words, Run run)
    {
        if (LessonCatalog.FindDigits(run.Lesson) is not { } lesson) return [];
        var values = lesson.ValuesOf(run.Options);
        return [.. lesson.Parameters
            .Where(parameter => parameter.IsShown(values) && values.Text(parameter.Id) != parameter.Default)
            .Select(parameter => words.Option(parameter.Id, values.Text(parameter.Id)))];
    }

    /// <summary>The options in which a run goes another way than its parent, each as "Learning rate 0.1 → 0.05".</summary>
    public static IReadOnlyList<string> OptionsSince(this Wording words, Run parent, Run run) =>
        [.. RunComparison.DifferingOptions([parent, run]).Select(option =>
            $"{words["parameter." + option.Parameter]} {Value(words, option, 0)} → {Value(words, option, 1)}")];

    private static string Value(Wording words, DifferingOption option, int place) =>
        option.Values[place] is { } value ? words.ParameterValue(option.Parameter, value) : "–";

    /// <summary>
    /// Where in its training a run was after so many steps: "the start", "the end of epoch 3", or "batch 7 of epoch 4".
    /// </summary>
    public static string Point(this Wording words, int step, int stepsPerEpoch)
    {
        var (epochs, batches) = Math.DivRem(step, Math.Max(1, stepsPerEpoch));
        return step == 0 ? words["point.start"]
            : batches == 0 ? words["point.epoch", epochs]
            : words["point.batch", batches, epochs + 1];
    }

    /// <summary>
    /// Everything that a search looks through: name, note, lesson and every option, in words and as <c>learning-rate=0.5</c>.
    /// </summary>
    public static string SearchText(this Wording words, Run run)
    {
        var parts = new List<string?> { run.Name, run.Note, run.Lesson, words.LessonName(run.Lesson) };
        if (LessonCatalog.FindDigits(run.Lesson) is { } lesson)
        {
            var values = lesson.ValuesOf(run.Options);
            foreach (var parameter in lesson.Parameters.Where(parameter => parameter.IsShown(values)))
            {
                parts.Add(words.Option(parameter.Id, values.Text(parameter.Id)));
                parts.Add($"{parameter.Id}={values.Text(parameter.Id)}");
            }
        }
        return string.Join('\n', parts);
    }

    /// <summary>What the run took, or has taken until now; null before it starts. No less than nothing: clocks are set back.</summary>
    public static TimeSpan? Took(this Run run, DateTimeOffset now) =>
        run.StartedAt is { } start ? TimeSpan.FromTicks(Math.Max(0, ((run.EndedAt ?? now) - start).Ticks)) : null;

    /// <summary>The status as resources and style sheets call it.</summary>
    public static string Key(this RunStatus status) => status.ToString().ToLowerInvariant();
}
