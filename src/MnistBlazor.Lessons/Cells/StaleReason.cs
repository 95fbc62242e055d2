namespace MnistBlazor.Lessons.Cells;

/// <summary>The parameter that changed since a cell was evaluated, with its canonical text then and now.</summary>
public sealed record StaleReason(string ParameterId, string From, string To);
