using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Cells;

/// <param name="Message">What is being done.</param>
/// <param name="Fraction">How much of it is done, 0..1, or null where that is not known.</param>
public sealed record CellProgress(Message Message, double? Fraction);
