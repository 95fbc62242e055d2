namespace MnistBlazor.ML.Training;

/// <summary>A run at one step, complete: continuing from it gives the very numbers of a run never interrupted (on a CPU).</summary>
public sealed class Checkpoint
{
    /// <summary>A safetensors file.</summary>
    public byte[] Bytes => throw new NotImplementedException();

    public int Step => throw new NotImplementedException();

    /// <exception cref="FormatException">The bytes are no checkpoint.</exception>
    public static Checkpoint Parse(byte[] bytes) => throw new NotImplementedException();
}
