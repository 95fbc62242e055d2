namespace MnistBlazor.Runs.Contracts;

/// <summary>How busy the training devices are.</summary>
/// <param name="Length">Runs waiting.</param>
/// <param name="Capacity">Runs that may wait.</param>
/// <param name="Running">Runs that train at present.</param>
/// <param name="Wait">Estimate for a run queued now; null where nothing is known yet.</param>
public sealed record RunQueueState(int Length, int Capacity, int Running, TimeSpan? Wait);
