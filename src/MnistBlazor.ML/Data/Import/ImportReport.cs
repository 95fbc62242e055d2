namespace MnistBlazor.ML.Data.Import;

/// <summary>What was found in files that somebody brought along, what was done to it, and what looks wrong.</summary>
/// <param name="Kind"><c>pictures</c>, <c>idx</c>, <c>csv</c> or <c>npz</c>.</param>
/// <param name="Choices">What was decided: none of them is null or automatic where the files said nothing.</param>
/// <param name="Classes">By label.</param>
public sealed record ImportReport(string Kind, ImportChoices Choices, IReadOnlyList<ImportedClass> Classes)
{
    /// <summary>How many names are given of what is counted.</summary>
    public const int MostNames = 20;

    /// <summary>The data sets in the archive to choose from; empty: there is only one.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Whether the files say which images test; otherwise <see cref="ImportChoices.TestPercent"/> does.</summary>
    public bool HasTestImages { get; init; }

    /// <summary>Images without ink: not kept.</summary>
    public int Blank { get; init; }

    /// <summary>Of those, the first.</summary>
    public IReadOnlyList<string> BlankFiles { get; init; } = [];

    /// <summary>Files that are not read.</summary>
    public int SkippedCount { get; init; }

    /// <summary>Of those, the first; codes are <see cref="DatasetException"/>'s.</summary>
    public IReadOnlyList<ImportNote> Skipped { get; init; } = [];

    /// <summary>What was done, and to how many images: <c>inverted</c>, <c>stretched</c>, <c>paper</c> (shadows taken off), <c>scaled</c>,
    /// <c>centred</c>, <c>turned</c> (by EXIF), <c>transposed</c>; only what was done at all.</summary>
    public IReadOnlyDictionary<string, int> Done { get; init; } = new Dictionary<string, int>();

    /// <summary>What looks wrong; nothing of it keeps the data set from being used.</summary>
    public IReadOnlyList<ImportNote> Findings { get; init; } = [];

    public int TrainCount => Classes.Sum(one => one.Train);

    public int TestCount => Classes.Sum(one => one.Test);
}

/// <summary>A class and how many images of it there are; blank ones do not count.</summary>
public sealed record ImportedClass(string Name, int Train, int Test);

/// <summary>A sentence by its code, in whatever language it is said.</summary>
public sealed record ImportNote(string Code, IReadOnlyList<string> Arguments);

/// <summary>What a learner looks at before a data set counts.</summary>
/// <param name="Images">Some of each class, class by class.</param>
public sealed record ImportPreview(ImportReport Report, IReadOnlyList<PreviewImage> Images);

/// <summary>An image as the network will see it.</summary>
/// <param name="File">Where it comes from.</param>
/// <param name="Pixels">784 bytes, row by row, 0 (paper) to 255 (ink).</param>
public sealed record PreviewImage(int Label, string File, byte[] Pixels);
