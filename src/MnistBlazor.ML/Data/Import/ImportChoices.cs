namespace MnistBlazor.ML.Data.Import;

/// <summary>What a learner can change about how their files become a data set. Null: as the files themselves suggest.</summary>
public sealed record ImportChoices
{
    /// <summary>Per cent of each class held out for the test, where the files do not say which images test.</summary>
    public const int SmallestTestPercent = 5, LargestTestPercent = 50;

    /// <summary>Which of an image's two sides is ink.</summary>
    public InkChoice Ink { get; init; }

    /// <summary>Whether rows and columns are exchanged, as EMNIST's files have them.</summary>
    public bool? Transposed { get; init; }

    /// <summary>Whether each image is cropped, scaled and centred by MNIST's recipe, as what is drawn on the pad is.</summary>
    public bool? Drawings { get; init; }

    /// <summary>Where the files do not say which images test.</summary>
    public int TestPercent { get; init; } = 20;

    /// <summary>Of several data sets in one archive, the one to read: one of <see cref="ImportReport.Parts"/>.</summary>
    public string? Part { get; init; }
}

/// <summary>Which side of an image is ink: decided for each image, the bright one, or the dark one.</summary>
public enum InkChoice
{
    Automatic,
    Bright,
    Dark,
}
