using System.Globalization;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>A line of an optimizer's arithmetic.</summary>
/// <param name="Name">What it computes: "m".</param>
/// <param name="Formula">In symbols: "β₁ m + (1 − β₁) g".</param>
/// <param name="Numbers">The same with this weight's numbers.</param>
public sealed record ArithmeticLine(string Name, string Formula, string Numbers, double Value);

/// <summary>
/// How each optimizer makes a step of a gradient, line by line, as PyTorch's documentation of torch.optim has it. It computes beside Torch:
/// that the last line is the weight that Torch has come to shows that the formula is what runs.
/// </summary>
public static class UpdateArithmetic
{
    private const double Small = 1e-8, SmallOfAdagrad = 1e-10;

    /// <param name="step">Of one weight.</param>
    /// <returns>In order; the last one is the new weight.</returns>
    public static IReadOnlyList<ArithmeticLine> Of(OptimizerSpec optimizer, WeightStep step) => optimizer.Kind switch
    {
        OptimizerKind.SGD => Sgd(optimizer, step),
        OptimizerKind.RMSprop => RmsProp(optimizer, step),
        OptimizerKind.Adagrad => Adagrad(optimizer, step),
        _ => Adam(optimizer, step),
    };

    private static IReadOnlyList<ArithmeticLine> Sgd(OptimizerSpec optimizer, WeightStep step)
    {
        var (rate, momentum, gradient) = (optimizer.LearningRate, optimizer.Momentum, step.Gradient);
        if (momentum == 0) return [Moved(step, "w − η g", rate, gradient)];
        var before = Before(step, "momentum_buffer");
        var velocity = Line("b", "μ b + g", $"{Text(momentum)} · {Text(before)} + {Text(gradient)}", (momentum * before) + gradient);
        if (!optimizer.Nesterov) return [velocity, Moved(step, "w − η b", rate, velocity.Value)];
        var ahead = Line(
            "u", "g + μ b", $"{Text(gradient)} + {Text(momentum)} · {Text(velocity.Value)}", gradient + (momentum * velocity.Value));
        return [velocity, ahead, Moved(step, "w − η u", rate, ahead.Value)];
    }

    private static IReadOnlyList<ArithmeticLine> RmsProp(OptimizerSpec optimizer, WeightStep step)
    {
        var square = Mean("s", "α", optimizer.Alpha, Before(step, "square_avg"), step.Gradient, squared: true);
        return [square, Rescaled(step.Weight, optimizer.LearningRate, "g", step.Gradient, "s", square.Value, Small)];
    }

    private static IReadOnlyList<ArithmeticLine> Adagrad(OptimizerSpec optimizer, WeightStep step)
    {
        var before = Before(step, "sum");
        var sum = Line("s", "s + g²", $"{Text(before)} + {Text(step.Gradient)}²", before + (step.Gradient * step.Gradient));
        return [sum, Rescaled(step.Weight, optimizer.LearningRate, "g", step.Gradient, "s", sum.Value, SmallOfAdagrad)];
    }

    private static IReadOnlyList<ArithmeticLine> Adam(OptimizerSpec optimizer, WeightStep step)
    {
        var (rate, decay, lines) = (optimizer.LearningRate, optimizer.WeightDecay, new List<ArithmeticLine>());
        var weight = step.Weight;
        if (optimizer.Kind == OptimizerKind.AdamW)
        {
            weight *= 1 - (rate * decay);
            lines.Add(Line("w", "w − η λ w", $"{Text(step.Weight)} − {Text(rate)} · {Text(decay)} · {Text(step.Weight)}", weight));
        }
        var mean = Mean("m", "β₁", optimizer.Beta1, Before(step, "exp_avg"), step.Gradient, squared: false);
        var square = Mean("v", "β₂", optimizer.Beta2, Before(step, "exp_avg_sq"), step.Gradient, squared: true);
        var meanNow = Corrected("m", "β₁", optimizer.Beta1, step.Step, mean.Value);
        var squareNow = Corrected("v", "β₂", optimizer.Beta2, step.Step, square.Value);
        return [.. lines, mean, square, meanNow, squareNow, Rescaled(weight, rate, "m̂", meanNow.Value, "v̂", squareNow.Value, Small)];
    }

    private static ArithmeticLine Mean(string name, string decay, double kept, double before, double gradient, bool squared)
    {
        var (added, power) = squared ? (gradient * gradient, "²") : (gradient, "");
        return Line(
            name, $"{decay} {name} + (1 − {decay}) g{power}", $"{Text(kept)} · {Text(before)} + {Text(1 - kept)} · {Text(gradient)}{power}",
            (kept * before) + ((1 - kept) * added));
    }

    private static ArithmeticLine Corrected(string name, string decay, double kept, int steps, double value) => Line(
        name + "̂", $"{name} / (1 − {decay}ᵗ)", $"{Text(value)} / (1 − {Text(kept)}^{steps})", value / (1 - Math.Pow(kept, steps)));

    private static ArithmeticLine Rescaled(
        double weight, double rate, string top, double over, string below, double under, double small) => Line(
        "w′", $"w − η {top} / (√{below} + ε)", $"{Text(weight)} − {Text(rate)} · {Text(over)} / (√{Text(under)} + {Text(small)})",
        weight - (rate * over / (Math.Sqrt(under) + small)));

    private static ArithmeticLine Moved(WeightStep step, string formula, double rate, double way) =>
        Line("w′", formula, $"{Text(step.Weight)} − {Text(rate)} · {Text(way)}", step.Weight - (rate * way));

    private static double Before(WeightStep step, string memory) => step.Memories.First(one => one.Name == memory).Before;

    private static ArithmeticLine Line(string name, string formula, string numbers, double value) => new(name, formula, numbers, value);

    /// <summary>Six digits, a negative number in parentheses: it stands between signs.</summary>
    private static string Text(double number)
    {
        var text = number.ToString("G6", CultureInfo.InvariantCulture).Replace('-', '−');
        return number < 0 ? $"({text})" : text;
    }
}
