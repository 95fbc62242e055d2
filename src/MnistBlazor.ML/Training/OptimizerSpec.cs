using System.Text.Json.Serialization;

namespace MnistBlazor.ML.Training;

[JsonConverter(typeof(JsonStringEnumConverter<OptimizerKind>))]
public enum OptimizerKind { SGD, RMSprop, Adagrad, Adam, AdamW }

/// <summary>An optimizer and its settings; each kind reads those it knows.</summary>
/// <param name="Momentum">SGD and RMSprop.</param>
/// <param name="WeightDecay">All: L2 penalty, decoupled from the gradient in AdamW.</param>
/// <param name="Nesterov">SGD with momentum.</param>
/// <param name="Beta1">Adam and AdamW: decay of the mean of the gradients.</param>
/// <param name="Beta2">Adam and AdamW: decay of the mean of their squares.</param>
/// <param name="Alpha">RMSprop: decay of the mean of the squared gradients.</param>
public sealed record OptimizerSpec(
    OptimizerKind Kind, double LearningRate, double Momentum = 0, double WeightDecay = 0, bool Nesterov = false,
    double Beta1 = 0.9, double Beta2 = 0.999, double Alpha = 0.99)
{
    /// <summary>
    /// Whether it rolls on in the direction that it was going, and so has a momentum that a schedule can turn down and up.
    /// </summary>
    [JsonIgnore]
    public bool HasMomentum => Kind is OptimizerKind.Adam or OptimizerKind.AdamW || Kind == OptimizerKind.SGD && Momentum > 0;

    /// <exception cref="ArgumentException">A setting is out of its bounds; the message says which, and what is allowed.</exception>
    internal void Check()
    {
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "a number over 0");
        Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "at least 0 and below 1");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "at least 0");
        Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "at least 0 and below 1");
        Require(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "at least 0 and below 1");
        Require(Alpha is >= 0 and < 1, nameof(Alpha), Alpha, "at least 0 and below 1");
        if (Nesterov && Kind == OptimizerKind.SGD && Momentum == 0) throw new ArgumentException("Nesterov's way needs a momentum over 0.");
    }

    private static void Require(bool condition, string name, double value, string expected)
    {
        if (!condition) throw new ArgumentException(FormattableString.Invariant($"{name} is {expected}, not {value}."));
    }
}
