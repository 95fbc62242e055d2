namespace MnistBlazor.Web.Hubs;

/// <summary>What a run's network makes of a drawing on the watch page.</summary>
/// <param name="Class">The class with the largest probability.</param>
/// <param name="Probabilities">One per class; they sum to 1.</param>
/// <param name="ClassNames">What the network tells apart, by label.</param>
public sealed record Reading(int Class, IReadOnlyList<float> Probabilities, IReadOnlyList<string> ClassNames);
