namespace MnistBlazor.Notebook.Storage;

/// <summary>What a run needs to go on from a step, and to be read with: bytes, ready to be written.</summary>
/// <param name="Checkpoint">Model, optimizer and generators, as a safetensors file.</param>
/// <param name="Weights">The network's parameters alone, as a safetensors file; null: not known apart from the checkpoint.</param>
internal sealed record SavePoint(int Step, int Epoch, byte[] Checkpoint, byte[]? Weights);
