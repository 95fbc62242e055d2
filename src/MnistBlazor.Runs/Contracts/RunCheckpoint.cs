namespace MnistBlazor.Runs.Contracts;

/// <summary>A run's point to fork from.</summary>
public sealed record RunCheckpoint(int Step, int Epoch, long Bytes, DateTimeOffset At);
