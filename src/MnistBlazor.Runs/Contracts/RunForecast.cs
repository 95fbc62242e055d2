namespace MnistBlazor.Runs.Contracts;

/// <summary>What to expect of a run before it is asked for.</summary>
/// <param name="Takes">Its training, with the device for itself.</param>
/// <param name="Measured">Runs of its kind have been trained; false: it is estimated from its work, and may be twice or half that.</param>
/// <param name="StartsIn">Time until its turn.</param>
/// <param name="Refusal">Why it would be refused; null: not for how long it takes.</param>
public sealed record RunForecast(TimeSpan Takes, bool Measured, TimeSpan StartsIn, Message? Refusal);
