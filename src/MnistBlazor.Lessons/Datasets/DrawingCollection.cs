using System.Text.Json.Serialization;

namespace MnistBlazor.Lessons.Datasets;

/// <summary>What a learner has drawn for a data set of their own, by class. It becomes one when they say so.</summary>
/// <param name="Revision">Grows with each change: by it a page whose learner has another one open knows that it shows an old state.</param>
public sealed record DrawingCollection(IReadOnlyList<DrawnClass> Classes, int Revision = 0)
{
    public static DrawingCollection Empty { get; } = new([]);

    [JsonIgnore]
    public int Count => Classes.Sum(one => one.Drawings.Count);

    /// <summary>Whether a data set can be made of it: two classes with an image to learn from and one to test with.</summary>
    [JsonIgnore]
    public bool IsEnough => Classes.Count(one => one.Drawings.Count > 1) > 1;
}

/// <param name="Drawings">784 bytes each, row by row, 0 (paper) to 255 (ink), in the order in which they were kept.</param>
public sealed record DrawnClass(string Name, IReadOnlyList<byte[]> Drawings);
