namespace MnistBlazor.Runs.Contracts;

/// <summary>What a run needs to go on from a step, and to be read with.</summary>
/// <param name="Checkpoint">Model, optimizer and generators, as the bytes of a safetensors file.</param>
public sealed record SavePoint(int Step, int Epoch, byte[] Checkpoint);
