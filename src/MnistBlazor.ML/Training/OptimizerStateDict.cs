using MnistBlazor.ML.Weights;
using TorchSharp.Modules;

namespace MnistBlazor.ML.Training;

/// <summary>What an optimizer remembers of each parameter (momentum, running means, steps), as named entries of a checkpoint.</summary>
internal static class OptimizerStateDict
{
    private const string StepCount = "step";

    /// <summary>By <c>linear1.weight.exp_avg</c> and the like, in PyTorch's words.</summary>
    public static Dictionary<string, TensorEntry> Of(OptimizerHelper optimizer, Module<Tensor, Tensor> model)
    {
        var entries = new Dictionary<string, TensorEntry>();
        foreach (var (parameter, state) in States(optimizer, model))
        {
            foreach (var (name, value) in Tensors(state))
                if (value is not null) entries.Add($"{parameter.Name}.{name}", TensorEntries.Of(value));
            if (Steps(state) is { } steps) entries.Add($"{parameter.Name}.{StepCount}", Number(steps));
        }
        return entries;
    }

    /// <summary>
    /// What it remembers of one parameter, in the parameter's shape: <c>exp_avg</c> and the like; less before the first step.
    /// </summary>
    /// <param name="parameter">Its name: <c>linear1.weight</c>.</param>
    public static IEnumerable<(string Name, Tensor Value)> Of(OptimizerHelper optimizer, Module<Tensor, Tensor> model, string parameter) =>
        from state in States(optimizer, model)
        where state.Parameter.Name == parameter
        from tensor in Tensors(state.State)
        where tensor.Value is not null
        select (tensor.Name, tensor.Value);

    /// <summary>Takes up what the entries hold; what they lack starts as in a new optimizer.</summary>
    /// <exception cref="FormatException">An entry has another shape than its parameter.</exception>
    public static void Load(OptimizerHelper optimizer, Module<Tensor, Tensor> model, IReadOnlyDictionary<string, TensorEntry> entries)
    {
        foreach (var (parameter, state) in States(optimizer, model))
        {
            // SGD has no momentum before its first step.
            var momentumName = $"{parameter.Name}.{nameof(SGD.State.momentum_buffer)}";
            if (state is SGD.State { momentum_buffer: null } momentum && entries.ContainsKey(momentumName))
                momentum.momentum_buffer = zeros_like(parameter.Value).DetachFromDisposeScope();
            foreach (var (name, value) in Tensors(state))
                if (value is not null && entries.TryGetValue($"{parameter.Name}.{name}", out var entry))
                    TensorEntries.CopyInto(value, entry, $"{parameter.Name}.{name}");
            if (entries.TryGetValue($"{parameter.Name}.{StepCount}", out var steps)) SetSteps(state, Number(steps));
        }
    }

    private static IEnumerable<((string Name, Parameter Value) Parameter, OptimizerState State)> States(
        OptimizerHelper optimizer, Module<Tensor, Tensor> model) => model.named_parameters().Zip(optimizer.state_dict().State);

    private static IEnumerable<(string Name, Tensor? Value)> Tensors(OptimizerState state) => state switch
    {
        SGD.State sgd => [(nameof(sgd.momentum_buffer), sgd.momentum_buffer)],
        RMSProp.State rms => [(nameof(rms.square_avg), rms.square_avg), (nameof(rms.momentum_buffer), rms.momentum_buffer)],
        Adagrad.State adagrad => [(nameof(adagrad.sum), adagrad.sum)],
        Adam.State adam => [(nameof(adam.exp_avg), adam.exp_avg), (nameof(adam.exp_avg_sq), adam.exp_avg_sq)],
        AdamW.State adamW => [(nameof(adamW.exp_avg), adamW.exp_avg), (nameof(adamW.exp_avg_sq), adamW.exp_avg_sq)],
        _ => throw new NotSupportedException($"{state.GetType()} is not kept."),
    };

    private static long? Steps(OptimizerState state) => state switch
    {
        RMSProp.State rms => rms.step,
        Adagrad.State adagrad => adagrad.step,
        Adam.State adam => adam.step,
        AdamW.State adamW => adamW.step,
        _ => null,
    };

    private static void SetSteps(OptimizerState state, long steps)
    {
        if (state is RMSProp.State rms) rms.step = steps;
        else if (state is Adagrad.State adagrad) adagrad.step = steps;
        else if (state is Adam.State adam) adam.step = steps;
        else if (state is AdamW.State adamW) adamW.step = steps;
    }

    private static TensorEntry Number(long value) => new("I64", [], BitConverter.GetBytes(value));

    private static long Number(TensorEntry entry) =>
        entry is { ElementType: "I64", Data.Length: sizeof(long) }
            ? BitConverter.ToInt64(entry.Data.Span)
            : throw new FormatException("A step count is one I64.");
}
