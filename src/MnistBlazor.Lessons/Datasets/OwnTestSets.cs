using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Datasets;

/// <summary>
/// The drawings that learners keep to test their networks with, and say of what class they are: one set each. Every change is stored
/// before it returns. Thread-safe.
/// </summary>
public sealed class OwnTestSets
{
    /// <summary>Drawings of a learner, in all.</summary>
    public const int MostDrawings = 200;

    private readonly DrawingCollections _drawings;

    internal OwnTestSets(LessonsOptions options, UploadedDatasets own, IRunBlobs blobs) =>
        _drawings = new(options, own, blobs, "test-drawings.json", MostDrawings);

    public DrawingCollection Get(LearnerId learner) => _drawings.Get(learner);

    /// <summary>Keeps a drawing; one that is kept already gets another class.</summary>
    /// <param name="pixels">784 bytes, row by row, 0 (paper) to 255 (ink).</param>
    /// <exception cref="ArgumentException">It is no image.</exception>
    /// <exception cref="DatasetException">There are as many drawings as there may be, or no room for more.</exception>
    public DrawingCollection Keep(LearnerId learner, string className, byte[] pixels) => _drawings.Put(learner, className, pixels);

    /// <summary>Without effect on a drawing that is not there.</summary>
    /// <param name="seen">What the learner saw when they asked for it.</param>
    /// <exception cref="DatasetException">The set has changed since it was seen.</exception>
    public DrawingCollection Remove(LearnerId learner, DrawingCollection seen, int classIndex, int drawing) =>
        _drawings.Remove(learner, seen, classIndex, drawing);

    /// <summary>The set as it was, or none of it: <see cref="DrawingCollection.Empty"/>.</summary>
    /// <exception cref="DatasetException">The set has changed since it was seen.</exception>
    public DrawingCollection Restore(LearnerId learner, DrawingCollection seen, DrawingCollection before) =>
        _drawings.Restore(learner, seen, before);
}

/// <summary>A drawing of a learner's test set.</summary>
/// <param name="Pixels">784 bytes, row by row, 0 (paper) to 255 (ink).</param>
public sealed record OwnDrawing(string ClassName, byte[] Pixels)
{
    /// <summary>All of a set: class by class, each in the order in which they were kept.</summary>
    public static IReadOnlyList<OwnDrawing> Of(DrawingCollection set) =>
        [.. set.Classes.SelectMany(one => one.Drawings.Select(pixels => new OwnDrawing(one.Name, pixels)))];
}

/// <summary>How many of some drawings a network reads right.</summary>
public readonly record struct OwnScore(int Right, int Count)
{
    /// <param name="answers">What the network reads, for each of the drawings; null: its class is none that the network knows.</param>
    /// <param name="without">Drawings that it has learned do not count: that it knows them says nothing.</param>
    public static OwnScore Of(IReadOnlyList<OwnDrawing> drawings, IReadOnlyList<string?> answers, FineTuning? without)
    {
        var counted = drawings.Zip(answers).Where(one => one.Second is not null && without?.Learns(one.First.Pixels) != true).ToList();
        return new(counted.Count(one => one.First.ClassName == one.Second), counted.Count);
    }
}
