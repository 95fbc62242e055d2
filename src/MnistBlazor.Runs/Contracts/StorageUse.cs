namespace MnistBlazor.Runs.Contracts;

/// <summary>What a learner's finished runs take on disk, against the bounds.</summary>
/// <param name="LeavingNext">Runs that leave when one more run like the largest so far is finished; star what is to stay.</param>
public sealed record StorageUse(int Runs, int MaxRuns, long Bytes, long MaxBytes, IReadOnlyList<RunId> LeavingNext);
