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
    public static string? CSharp(IReadOnlyList<object> options, string name) => Find(options, name) is { } value ? CSharp(value) : null;

    /// <summary>The named option in Python, or null if there is none of that name.</summary>
    public static string? Python(IReadOnlyList<object> options, string name) => Find(options, name) is { } value ? Python(value) : null;

    /// <summary>Texts as literals, which C# and Python write alike.</summary>
    /// <param name="format">{0} takes the literals with commas between them.</param>
    public static string List(string format, IEnumerable<string> texts) =>
        string.Format(CultureInfo.InvariantCulture, format, string.Join(", ", texts.Select(Literal)));

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
        string text => Literal(text),
        Enum choice => $"{choice.GetType().Name}.{choice}",
        IEnumerable<HiddenLayer> layers => $"new HiddenLayer[] {{ {string.Join(", ", layers.Select(CSharp))} }}",
        IEnumerable list => $"new[] {{ {string.Join(", ", list.Cast<object>().Select(CSharp))} }}",
        _ => FormattableString.Invariant($"{value}"),
    };

    private static string CSharp(HiddenLayer layer) =>
        $"new({layer.Units}, {CSharp(layer.Activation)}" + (layer.Dropout > 0 ? $", {CSharp(layer.Dropout)})" : ")");

    private static string Python(object value) => value switch
    {
        bool flag => flag ? "True" : "False",
        double number => Number(number),
        string text => Literal(text),
        Enum choice => $"\"{choice}\"",
        HiddenLayer layer => $"({layer.Units}, {Python(layer.Activation)}, {Python(layer.Dropout)})",
        OptimizerSpec optimizer => Python(optimizer),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Python))}]",
        _ => FormattableString.Invariant($"{value}"),
    };

    private static string Python(OptimizerSpec optimizer)
    {
        var own = optimizer.Kind switch
        {
            OptimizerKind.SGD when optimizer.Momentum > 0 =>
                $", momentum={Python(optimizer.Momentum)}, nesterov={Python(optimizer.Nesterov)}",
            OptimizerKind.RMSprop => $", alpha={Python(optimizer.Alpha)}, momentum={Python(optimizer.Momentum)}",
            OptimizerKind.Adam or OptimizerKind.AdamW => $", betas=({Python(optimizer.Beta1)}, {Python(optimizer.Beta2)})",
            _ => "",
        };
        return $"torch.optim.{optimizer.Kind}(model.parameters(), lr={Python(optimizer.LearningRate)}{own}, "
            + $"weight_decay={Python(optimizer.WeightDecay)})";
    }
}
