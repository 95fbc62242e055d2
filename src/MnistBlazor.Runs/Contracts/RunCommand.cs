namespace MnistBlazor.Runs.Contracts;

/// <summary>What a run's owner, or the teacher, wants of it; its worker does it between two batches.</summary>
public enum RunCommand { Pause, Resume, StepBatch, StepEpoch, Stop, StopByTeacher }

/// <summary>How far a paused run is trained before it pauses again.</summary>
public enum StepLength { Batch, Epoch }
