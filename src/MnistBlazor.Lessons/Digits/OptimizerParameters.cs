using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Training;
using static MnistBlazor.Lessons.Cells.CellKind;

namespace MnistBlazor.Lessons.Digits;

/// <summary>The choice of an optimizer, the parameters that each has, and the pieces of source that create them.</summary>
internal static class OptimizerParameters
{
    public const string Id = "optimizer";

    private static readonly string[] Choices = ["sgd", "momentum", "rmsprop", "adagrad", "adam", "adamw"];

    /// <param name="choice">The default.</param>
    /// <param name="weightDecay">The default.</param>
    public static IEnumerable<ParameterDefinition> All(string choice, double weightDecay = 0) =>
    [
        new ChoiceParameter(Id, CellKind.Training, choice, Choices),
        new NumberParameter("momentum", CellKind.Training, "0.9", 0.01, 0.999, Step: 0.01) { When = For("momentum") },
        new SwitchParameter("nesterov", CellKind.Training, "false") { When = For("momentum") },
        new NumberParameter("alpha", CellKind.Training, "0.99", 0, 0.9999, Step: 0.01) { When = For("rmsprop") },
        new NumberParameter("beta1", CellKind.Training, "0.9", 0, 0.9999, Step: 0.01) { When = For("adam", "adamw") },
        new NumberParameter("beta2", CellKind.Training, "0.999", 0, 0.99999, Step: 0.001) { When = For("adam", "adamw") },
        new NumberParameter("weight-decay", CellKind.Training, NumberParameter.Format(weightDecay), 0, 1, Step: 0.0001),
    ];

    public static CodeCut[] Code { get; } =
    [
        new("Training/Optimizers.cs", "optimizer-sgd") { When = For("sgd", "momentum") },
        new("Training/Optimizers.cs", "optimizer-rmsprop") { When = For("rmsprop") },
        new("Training/Optimizers.cs", "optimizer-adagrad") { When = For("adagrad") },
        new("Training/Optimizers.cs", "optimizer-adam") { When = For("adam") },
        new("Training/Optimizers.cs", "optimizer-adamw") { When = For("adamw") },
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

    private static Condition For(params string[] optimizers) => new(Id, optimizers);
}
