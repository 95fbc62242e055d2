using System.Collections;
using System.Globalization;
using System.Reflection;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Code;

/// <summary>
/// Options as a programmer would write them out. An option is a property, by its name, of the first of some objects that has it.
/// </summary>
internal static class OptionText
{
    /// <summary>The named option in C#, or null if there is none of that name.</summary>
    public static ValueText? CSharp(IReadOnlyList<object> options, string name) => Find(options, name) switch
    {
        null => null,
        string text => new(Literal(text)),
        IEnumerable<HiddenLayer> layers => new("new HiddenLayer[] { ", [.. layers.Select(CSharp)], " }"),
        IEnumerable list => new("new[] { ", [.. list.Cast<object>().Select(CSharp)], " }"),
        { } value => new(CSharp(value)),
    };

    /// <summary>The named option in Python, or null if there is none of that name.</summary>
    public static ValueText? Python(IReadOnlyList<object> options, string name) => Find(options, name) switch
    {
        null => null,
        string text => new(Literal(text)),
        OptimizerSpec optimizer => Python(optimizer),
        IEnumerable list => new("[", [.. list.Cast<object>().Select(Python)], "]"),
        { } value => new(Python(value)),
    };

    /// <summary>Texts as literals, which C# and Python write alike.</summary>
    public static ValueText List(string open, IEnumerable<string> texts, string close) => new(open, [.. texts.Select(Literal)], close);

    private static string Literal(string text) => "\"" + string.Concat(text.Select(character => character switch
    {
        '"' or '\\' => $"\\{character}",
        < ' ' or '\u007F' or '\u0085' or '\u2028' or '\u2029' => $"\\u{(int)character:x4}",
        _ => character.ToString(),
    })) + "\"";

    // The executed source calls all of them "options".
    private static object? Find(IReadOnlyList<object> options, string name)
    {
        const BindingFlags flags = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;
        return options
            .Select(owner => owner.GetType().GetProperty(name, flags)?.GetValue(owner))
            .FirstOrDefault(value => value is not null);
    }

    // A whole number too keeps its type: 1 / 14 is 0 in C#, and 1.0 / 14 is what runs.
    private static string Number(double number) => NumberParameter.Format(number) is var text && text.Contains('.') ? text : text + ".0";

    private static string CSharp(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double number => Number(number),
        Enum choice => $"{choice.GetType().Name}.{choice}",
        _ => FormattableString.Invariant($"{value}"),
    };

    private static string CSharp(HiddenLayer layer) =>
        $"new({layer.Units}, {CSharp(layer.Activation)}" + (layer.Dropout > 0 ? $", {CSharp(layer.Dropout)})" : ")");

    private static string Python(object value) => value switch
    {
        string text => Literal(text),
        bool flag => flag ? "True" : "False",
        double number => Number(number),
        Enum choice => $"\"{choice}\"",
        HiddenLayer layer => $"({layer.Units}, {Python(layer.Activation)}, {Python(layer.Dropout)})",
        _ => FormattableString.Invariant($"{value}"),
    };

    private static ValueText Python(OptimizerSpec optimizer)
    {
        string[] own = optimizer.Kind switch
        {
            OptimizerKind.SGD when optimizer.Momentum > 0 =>
                [$"momentum={Python(optimizer.Momentum)}", $"nesterov={Python(optimizer.Nesterov)}"],
            OptimizerKind.RMSprop => [$"alpha={Python(optimizer.Alpha)}", $"momentum={Python(optimizer.Momentum)}"],
            OptimizerKind.Adam or OptimizerKind.AdamW => [$"betas=({Python(optimizer.Beta1)}, {Python(optimizer.Beta2)})"],
            _ => [],
        };
        return new(
            $"torch.optim.{optimizer.Kind}(",
            ["model.parameters()", $"lr={Python(optimizer.LearningRate)}", .. own, $"weight_decay={Python(optimizer.WeightDecay)}"], ")");
    }
}
