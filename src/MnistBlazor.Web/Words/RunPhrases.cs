using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.ML.Models;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Words;

/// <summary>What there is to say of a run.</summary>
public static class RunPhrases
{
    /// <summary>
    /// How far an unfinished run has come: "2nd in line, about 40 s", "Epoch 3 of 15, about 12 s left"; of one that
    /// gives way, both; and what stands in its way. Null for one that has ended.
    /// </summary>
    public static string? Progress(this Wording words, Run run) => words.Standing(run) is not { } standing
        ? null
        : standing
            + (run is { Status: RunStatus.Queued, Moved: true } ? $" ({words["run.moved"]})" : "")
            + (run.Obstacle is { } obstacle ? $". {words.Say(obstacle)}" : "")
            + (run.Unsaved ? $". {words["run.unsaved"]}" : "");

    private static string? Standing(this Wording words, Run run) => run switch
    {
        { GivesWay: true, QueuePosition: > 1 and var place } => Estimated(
            words, "progress.gives-way", run.EstimatedWait, Math.Max(1, run.Epoch), run.Options.Epochs, words.Ordinal(place)),
        { GivesWay: true } => Estimated(words, "progress.gives-way.next", run.EstimatedWait, Math.Max(1, run.Epoch), run.Options.Epochs),
        { Status: RunStatus.Queued, QueuePosition: > 1 and var place } =>
            Estimated(words, "progress.queued", run.EstimatedWait, words.Ordinal(place)),
        { Status: RunStatus.Queued } => Estimated(words, "progress.next", run.EstimatedWait),
        { Status: RunStatus.Running, Epoch: 0 } => words["message.training.starting"],
        { Status: RunStatus.Running } => Estimated(words, "progress.running", run.EstimatedWait, run.Epoch, run.Options.Epochs),
        { Status: RunStatus.Paused } => words["progress.paused", run.Epoch, run.Options.Epochs, BatchOfEpoch(run), run.StepsPerEpoch],
        _ => null,
    };

    /// <summary>
    /// The batch last trained, counted from the beginning of its epoch: 1 to <see cref="Run.StepsPerEpoch"/>; 0 before the first.
    /// </summary>
    public static int BatchOfEpoch(Run run) => run.StepsPerEpoch == 0 ? 0 : run.Step - Math.Max(0, run.Epoch - 1) * run.StepsPerEpoch;

    /// <summary>Every option of a run by its lesson's name for it, the network first.</summary>
    public static IEnumerable<(string Name, string Value)> Describe(this Wording words, Run run)
    {
        yield return (words["cell.model"], words.Network(run.Options.Model));
        if (LessonCatalog.FindDigits(run.Lesson) is not { } lesson) yield break;
        var values = lesson.ValuesOf(run.Options);
        foreach (var parameter in lesson.Parameters.Where(parameter => parameter.IsShown(values) && parameter.Id != "layers"))
            yield return (words["parameter." + parameter.Id], words.ParameterValue(parameter.Id, values.Text(parameter.Id)));
    }

    /// <summary>784 → 256 ReLU → classes, as on a whiteboard.</summary>
    private static string Network(this Wording words, ModelSpec model)
    {
        string[] layers = model switch
        {
            MultilayerPerceptronSpec mlp => ["784", .. mlp.HiddenLayers.Select(layer => $"{layer.Units} {layer.Activation}")],
            ConvolutionalNetworkSpec { HiddenUnits: > 0 } cnn => ["28 × 28", .. cnn.Channels.Select(words.Maps), $"{cnn.HiddenUnits}"],
            ConvolutionalNetworkSpec cnn => ["28 × 28", .. cnn.Channels.Select(words.Maps)],
            _ => ["784"],
        };
        return string.Join(" → ", [.. layers, words["network.classes"]]);
    }

    private static string Maps(this Wording words, int channels) => words["network.maps", channels];

    /// <summary>With "about so long" behind it, where that is known and worth saying.</summary>
    private static string Estimated(Wording words, string key, TimeSpan? time, params object[] arguments)
    {
        var plain = words[key, arguments];
        return time is { TotalSeconds: >= 1 } known ? words[key + ".about", [.. arguments, words.WholeSeconds(known)]] : plain;
    }

    // An estimate has no tenths.
    private static string WholeSeconds(this Wording words, TimeSpan time) =>
        time.TotalSeconds < 10 ? words["duration.seconds", Math.Round(time.TotalSeconds)] : words.Duration(time);

    private static string Ordinal(this Wording words, int number) => words[(number % 100, number % 10) switch
    {
        (11 or 12 or 13, _) => "ordinal.th",
        (_, 1) => "ordinal.st",
        (_, 2) => "ordinal.nd",
        (_, 3) => "ordinal.rd",
        _ => "ordinal.th",
    }, number];
}
