using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Digits;

/// <summary>The choice of an optimizer, the parameters that each has, and the pieces of source that create them.</summary>
internal static class OptimizerParameters
{
    public const string Id = "optimizer";

    private static readonly string[] Choices = ["sgd", "momentum", "rmsprop", "adagrad", "adam", "adamw"];

    /// <summary>The learning rate comes first of an optimizer's settings: it matters most.</summary>
    /// <param name="choice">The default.</param>
    /// <param name="rate">The default.</param>
    /// <param name="weightDecay">The default.</param>
    public static IEnumerable<ParameterDefinition> All(string choice, double rate, double weightDecay = 0) =>
    [
        new ChoiceParameter(Id, choice, Choices),
        DigitsParameters.LearningRate(rate),
        new NumberParameter("momentum", "0.9", 0.01, 0.999, Step: 0.01) { When = For("momentum") },
        new SwitchParameter("nesterov", "false") { When = For("momentum") },
        new NumberParameter("alpha", "0.99", 0, 0.9999, Step: 0.01) { When = For("rmsprop") },
        new NumberParameter("beta1", "0.9", 0, 0.9999, Step: 0.01) { When = For("adam", "adamw") },
        new NumberParameter("beta2", "0.999", 0, 0.99999, Step: 0.001) { When = For("adam", "adamw") },
        new NumberParameter("weight-decay", NumberParameter.Format(weightDecay), 0, 1, Step: 0.0001),
    ];

    public static CodeCut[] Code { get; } =
    [
        CodeRegions.Optimizers.OptimizerSgd with { When = For("sgd", "momentum") },
        CodeRegions.Optimizers.OptimizerRmsprop with { When = For("rmsprop") },
        CodeRegions.Optimizers.OptimizerAdagrad with { When = For("adagrad") },
        CodeRegions.Optimizers.OptimizerAdam with { When = For("adam") },
        CodeRegions.Optimizers.OptimizerAdamw with { When = For("adamw") },
    ];

    /// <summary>The optimizer that the values stand for. Settings that belong to another are left at their defaults.</summary>
    public static OptimizerSpec Spec(ParameterValues values)
    {
        var kind = values.Text(Id) switch
        {
            "sgd" or "momentum" => OptimizerKind.SGD,
            "rmsprop" => OptimizerKind.RMSprop,
            "adagrad" => OptimizerKind.Adagrad,
            "adam" => OptimizerKind.Adam,
            "adamw" => OptimizerKind.AdamW,
            var other => throw new ArgumentException($"There is no optimizer \"{other}\".", nameof(values)),
        };
        var optimizer = new OptimizerSpec(kind, values.Number("learning-rate"), WeightDecay: values.Number("weight-decay"));
        return values.Text(Id) switch
        {
            "momentum" => optimizer with { Momentum = values.Number("momentum"), Nesterov = values.Switch("nesterov") },
            "rmsprop" => optimizer with { Alpha = values.Number("alpha") },
            "adam" or "adamw" => optimizer with { Beta1 = values.Number("beta1"), Beta2 = values.Number("beta2") },
            _ => optimizer,
        };
    }

    /// <summary>The way back: the value of a parameter that an optimizer stands for. Null: it does not tell.</summary>
    public static string? ValueOf(OptimizerSpec optimizer, string parameter) => parameter switch
    {
        Id => optimizer is { Kind: OptimizerKind.SGD, Momentum: > 0 } ? "momentum" : optimizer.Kind.ToString().ToLowerInvariant(),
        "learning-rate" => NumberParameter.Format(optimizer.LearningRate),
        "weight-decay" => NumberParameter.Format(optimizer.WeightDecay),
        "momentum" when optimizer.Momentum > 0 => NumberParameter.Format(optimizer.Momentum),
        "nesterov" => SwitchParameter.Format(optimizer.Nesterov),
        "alpha" => NumberParameter.Format(optimizer.Alpha),
        "beta1" => NumberParameter.Format(optimizer.Beta1),
        "beta2" => NumberParameter.Format(optimizer.Beta2),
        _ => null,
    };

    private static Condition For(params string[] optimizers) => new(Id, optimizers);
}
