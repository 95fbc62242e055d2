namespace MnistBlazor.ML.Data;

/// <summary>A data set as its files hold it.</summary>
internal sealed record DatasetContent(IReadOnlyList<string> ClassNames, ImageSplit Train, ImageSplit Test);
