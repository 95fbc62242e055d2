using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>A number that belongs to one optimizer.</summary>
/// <param name="Id">Its words are those of the parameter of that id.</param>
public sealed record OptimizerSetting(string Id, double Default, double Minimum, double Maximum);

/// <summary>An optimizer that the lab offers.</summary>
/// <param name="Id">"nesterov".</param>
/// <param name="Name">As papers write it.</param>
public sealed record OptimizerKnown(string Id, string Name, OptimizerKind Kind, params IReadOnlyList<OptimizerSetting> Settings)
{
    private static readonly OptimizerSetting Momentum = new("momentum", 0.9, 0.01, 0.999);
    private static readonly OptimizerSetting Beta1 = new("beta1", 0.9, 0, 0.9999);
    private static readonly OptimizerSetting Beta2 = new("beta2", 0.999, 0, 0.99999);

    public static IReadOnlyList<OptimizerKnown> All { get; } =
    [
        new("sgd", "SGD", OptimizerKind.SGD),
        new("momentum", "Momentum", OptimizerKind.SGD, Momentum),
        new("nesterov", "Nesterov", OptimizerKind.SGD, Momentum),
        new("rmsprop", "RMSprop", OptimizerKind.RMSprop, new OptimizerSetting("alpha", 0.99, 0, 0.9999)),
        new("adagrad", "Adagrad", OptimizerKind.Adagrad),
        new("adam", "Adam", OptimizerKind.Adam, Beta1, Beta2),
        new("adamw", "AdamW", OptimizerKind.AdamW, Beta1, Beta2, new OptimizerSetting("weight-decay", 0.01, 0, 1)),
    ];

    public static OptimizerKnown? Find(string id) => All.FirstOrDefault(known => known.Id == id);

    public bool Equals(OptimizerKnown? other) => Id == other?.Id;

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}

/// <summary>An optimizer with what is set of it.</summary>
/// <param name="Rate">Null: the learning rate that suits.</param>
/// <param name="Own">As many as <see cref="OptimizerKnown.Settings"/>.</param>
public sealed record OptimizerChoice(OptimizerKnown Known, double? Rate, IReadOnlyList<double> Own)
{
    /// <summary>One for which nothing is set.</summary>
    public static OptimizerChoice Of(OptimizerKnown known) => new(known, null, [.. known.Settings.Select(setting => setting.Default)]);

    /// <summary>What trains by it.</summary>
    /// <param name="suited">The learning rate if none is set.</param>
    public OptimizerSpec Spec(double suited)
    {
        var spec = new OptimizerSpec(Known.Kind, Rate ?? suited);
        for (var i = 0; i < Own.Count; i++)
        {
            spec = Known.Settings[i].Id switch
            {
                "momentum" => spec with { Momentum = Own[i], Nesterov = Known.Id == "nesterov" },
                "alpha" => spec with { Alpha = Own[i] },
                "beta1" => spec with { Beta1 = Own[i] },
                "beta2" => spec with { Beta2 = Own[i] },
                _ => spec with { WeightDecay = Own[i] },
            };
        }
        return spec;
    }

    /// <summary>The shortest text that says it. Own numbers come after a rate, so they set it as well.</summary>
    /// <param name="suited">The rate to write where none is set and there are own numbers.</param>
    public string ToString(double suited)
    {
        var usual = Own.SequenceEqual(Known.Settings.Select(setting => setting.Default));
        if (usual) return Rate is { } rate ? $"{Known.Id}:{NumberParameter.Format(rate)}" : Known.Id;
        return string.Join(':', [Known.Id, NumberParameter.Format(Rate ?? suited), .. Own.Select(NumberParameter.Format)]);
    }

    public override string ToString() => ToString(0.01);
}
