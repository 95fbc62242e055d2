namespace TorchSharp.Modules;

/// <summary>A module that has nothing to learn, to move or to save.</summary>
public abstract class ParameterLessModule<T1, TResult> : torch.nn.Module<T1, TResult>
{
    protected ParameterLessModule(string name) : base(name) { }

    public override void register_parameter(string name, Parameter param) => throw Refused("a parameter");

    public override void register_buffer(string name, torch.Tensor tensor, bool persistent = true) => throw Refused("a buffer");

    private InvalidOperationException Refused(string what) => new($"{GetName()} is declared parameter-less; it cannot have {what}.");
}
