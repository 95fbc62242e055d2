using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.Lessons.Datasets;

/// <summary>A data set that was read and does not count yet: its learner looks at it first.</summary>
/// <param name="Name">As its owner's file was called.</param>
/// <param name="Choices">What the learner has asked for so far.</param>
public sealed record DatasetDraft(string Name, ImportChoices Choices, ImportPreview Preview);
