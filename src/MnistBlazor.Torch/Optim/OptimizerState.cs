using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter. Its tensors belong to it, whatever scope they were made in.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    public virtual void to(Device device) { }

    private protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    private protected void LoadConditionalStateTensor(BinaryReader reader, ref Tensor? result) =>
        Replace(ref result,
            reader.ReadBoolean() ? TensorFormat.ReadLike(_parameter, reader).to(_parameter.device, disposeAfter: true) : null);

    private protected Tensor Filled(double value) => full_like(_parameter, value).DetachFromDisposeScope();

    /// <summary>A copy beside the parameter.</summary>
    private protected Tensor? Copied(Tensor? source) => source?.to(_parameter.device, copy: true);

    private protected static void Replace(ref Tensor? tensor, Tensor? value)
    {
        tensor?.Dispose();
        tensor = value?.DetachFromDisposeScope();
    }

    private protected static void Move(ref Tensor? tensor, Device device)
    {
        if (tensor is not null) Replace(ref tensor, tensor.to(device, copy: true));
    }

    private protected static bool Close(Tensor? left, Tensor? right) =>
        left is null || right is null ? left is null && right is null : left.allclose(right);
}
