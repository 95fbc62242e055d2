namespace MnistBlazor.Runs.Contracts;

/// <summary>A network as it was after a step of its first epoch, to be looked at: nothing goes on from it.</summary>
/// <param name="Step">0: before the first batch.</param>
/// <param name="Weights">The bytes of a safetensors file.</param>
public sealed record EarlyWeights(int Step, byte[] Weights);
