using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Hands;

namespace MnistBlazor.Lessons.Datasets;

/// <summary>What a lesson's texts say about a data set.</summary>
/// <param name="Name">As people call it, or as its owner's file was called.</param>
/// <param name="TrainCount">Images to learn from, those that are held out included.</param>
public sealed record DatasetFacts(string Id, string Name, int ClassCount, int TrainCount, int TestCount)
{
    public static DatasetFacts Mnist { get; } = new("mnist", "MNIST", 10, 60_000, 10_000);

    public static DatasetFacts FashionMnist { get; } = Mnist with { Id = "fashion-mnist", Name = "Fashion-MNIST" };

    public static DatasetFacts MnistAndHands { get; } = Mnist with
    {
        Id = DatasetStore.MnistAndHands,
        Name = "MNIST + other hands",
        TrainCount = Mnist.TrainCount + DrawnHands.TrainCount,
    };

    /// <summary>Whether its images are the handwritten digits that the lessons were written for.</summary>
    public bool IsMnist => Id == Mnist.Id;
}
