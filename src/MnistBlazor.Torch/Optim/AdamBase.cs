using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// What Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019) share: all but the place of weight decay.
/// The arithmetic is PyTorch's, in its order.
/// </summary>
public abstract class AdamBase : OptimizerHelper, optim.IBetas
{
    private readonly AdamOptions _defaults;

    private protected AdamBase(AdamOptions defaults)
    {
        if (defaults.LearningRate < 0) throw new ArgumentException($"Invalid learning rate: {defaults.LearningRate}");
        if (defaults.eps < 0) throw new ArgumentException($"Invalid epsilon value: {defaults.eps}");
        if (defaults.beta1 is < 0 or >= 1) throw new ArgumentException($"Invalid beta1 value: {defaults.beta1}");
        if (defaults.beta2 is < 0 or >= 1) throw new ArgumentException($"Invalid beta2 value: {defaults.beta2}");
        if (defaults.weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {defaults.weight_decay}");
        _defaults = defaults;
    }

    public (double, double) Betas
    {
        get => (_defaults.beta1!.Value, _defaults.beta2!.Value);
        set
        {
            (_defaults.beta1, _defaults.beta2) = value;
            foreach (var group in _parameter_groups) (((AdamOptions)group.Options).beta1, ((AdamOptions)group.Options).beta2) = value;
        }
    }

    private protected override void Update(Parameter parameter, Tensor grad, OptimizerState state, OptimizerOptions options)
    {
        var (own, moments) = ((AdamOptions)options, (AdamState)state);
        var (beta1, beta2, eps, learningRate) = (own.beta1!.Value, own.beta2!.Value, own.eps!.Value, own.LearningRate!.Value);
        if (own.maximize!.Value) grad = grad.neg();
        moments.step++;
        grad = Decay(parameter, grad, own.weight_decay!.Value, learningRate);

        moments.exp_avg.mul_(beta1).add_(grad, alpha: 1 - beta1);
        moments.exp_avg_sq.mul_(beta2).addcmul_(grad, grad, value: 1 - beta2);
        var second = own.amsgrad!.Value ? moments.RaiseMaximum() : moments.exp_avg_sq;

        var correction1 = 1 - Math.Pow(beta1, moments.step);
        var correction2 = 1 - Math.Pow(beta2, moments.step);
        var denominator = second.sqrt().div_(Math.Sqrt(correction2)).add_(eps);
        parameter.addcdiv_(moments.exp_avg, denominator, value: -(learningRate / correction1));
    }

    /// <summary>Applies weight decay to the parameter, or returns a gradient that includes it.</summary>
    private protected abstract Tensor Decay(Parameter parameter, Tensor grad, double weightDecay, double learningRate);

    private protected override void Complete(OptimizerOptions options)
    {
        var own = (AdamOptions)options;
        own.LearningRate ??= _defaults.LearningRate;
        own.beta1 ??= _defaults.beta1;
        own.beta2 ??= _defaults.beta2;
        own.eps ??= _defaults.eps;
        own.weight_decay ??= _defaults.weight_decay;
        own.amsgrad ??= _defaults.amsgrad;
        own.maximize ??= _defaults.maximize;
    }
}

public abstract class AdamOptions : OptimizerOptions
{
    public double? beta1;
    public double? beta2;
    public double? weight_decay;
    public double? eps;
    public bool? amsgrad;
    public bool? maximize;

    public override void SaveStateDict(BinaryWriter writer)
    {
        base.SaveStateDict(writer);
        writer.Write(beta1!.Value);
        writer.Write(beta2!.Value);
        writer.Write(eps!.Value);
        writer.Write(weight_decay!.Value);
        writer.Write(amsgrad!.Value);
        writer.Write(maximize!.Value);
    }

    public override void LoadStateDict(BinaryReader reader)
    {
        base.LoadStateDict(reader);
        beta1 = reader.ReadDouble();
        beta2 = reader.ReadDouble();
        eps = reader.ReadDouble();
        weight_decay = reader.ReadDouble();
        amsgrad = reader.ReadBoolean();
        maximize = reader.ReadBoolean();
    }

    public override void LoadStateDict(OptimizerOptions source)
    {
        base.LoadStateDict(source);
        var other = (AdamOptions)source;
        (beta1, beta2, eps) = (other.beta1, other.beta2, other.eps);
        (weight_decay, amsgrad, maximize) = (other.weight_decay, other.amsgrad, other.maximize);
    }
}

/// <summary>Running means of the gradient and of its square.</summary>
public abstract class AdamState : OptimizerState, IDisposable
{
    public long step;
    public Tensor exp_avg = null!;
    public Tensor exp_avg_sq = null!;
    public Tensor? max_exp_avg_sq;

    private protected AdamState(Parameter parameter) : base(parameter) { }

    public override void Initialize(OptimizerOptions options)
    {
        step = 0;
        Replace(ref exp_avg!, Filled(0));
        Replace(ref exp_avg_sq!, Filled(0));
        Replace(ref max_exp_avg_sq, ((AdamOptions)options).amsgrad == true ? Filled(0) : null);
    }

    public override void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(step);
        exp_avg.Save(writer);
        exp_avg_sq.Save(writer);
        SaveConditionalStateTensor(writer, max_exp_avg_sq);
    }

    public override void LoadStateDict(BinaryReader reader)
    {
        step = reader.ReadInt64();
        exp_avg.Load(reader);
        exp_avg_sq.Load(reader);
        LoadConditionalStateTensor(reader, ref max_exp_avg_sq);
    }

    public override void LoadStateDict(OptimizerState source)
    {
        var other = (AdamState)source;
        step = other.step;
        Replace(ref exp_avg!, Copied(other.exp_avg));
        Replace(ref exp_avg_sq!, Copied(other.exp_avg_sq));
        Replace(ref max_exp_avg_sq, Copied(other.max_exp_avg_sq));
    }

    public override bool ApproximatelyEquals(OptimizerState other) =>
        other is AdamState state && step == state.step && Close(exp_avg, state.exp_avg) && Close(exp_avg_sq, state.exp_avg_sq) &&
        Close(max_exp_avg_sq, state.max_exp_avg_sq);

    public override void to(Device device)
    {
        Move(ref exp_avg!, device);
        Move(ref exp_avg_sq!, device);
        Move(ref max_exp_avg_sq, device);
    }

    public void Dispose()
    {
        exp_avg.Dispose();
        exp_avg_sq.Dispose();
        max_exp_avg_sq?.Dispose();
    }

    internal Tensor RaiseMaximum()
    {
        max_exp_avg_sq ??= Filled(0);
        return max_exp_avg_sq.copy_(maximum(max_exp_avg_sq, exp_avg_sq));
    }
}
